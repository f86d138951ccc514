package dev.berth.placement.batch;

import dev.berth.InvalidSpecException;
import dev.berth.model.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The question of scaling in: which nodes could be emptied by moving their tasks onto the others,
 * and by which moves?
 *
 * <pre>{@code
 * DrainPlan plan =
 *     new DrainPlanner()
 *         .node("node-1", Resources.of(4_096, 16_384))
 *         .node("node-2", Resources.of(4_096, 16_384))
 *         .task("web/1", "node-1", Resources.of(512, 1_024))
 *         .pinnedTask("database/1", "node-2", Resources.of(2_048, 8_192))
 *         .budget(Duration.ofSeconds(1), System::nanoTime)
 *         .plan();
 * }</pre>
 *
 * <p>Nodes are tried from the one with the least on it. Moves go one after the other, and each
 * finds room when it is its turn: no task has to wait in between for a place.
 *
 * <p>For one thread. What is refused is refused when it is said, and changes nothing.
 */
public final class DrainPlanner {
  /** The largest number of nodes. */
  public static final int MOST_NODES = 100_000;

  private static final long DEFAULT_STEPS = 1_000_000;

  private final Map<String, StandingNode> nodes = new LinkedHashMap<>();
  private final Map<String, String> nodeOfTask = new HashMap<>();
  private final List<StandingTask> movable = new ArrayList<>();
  private Budget budget = Budget.steps(DEFAULT_STEPS);

  /** A planner without nodes, and a budget of a million steps. */
  public DrainPlanner() {}

  /**
   * Adds a node.
   *
   * @throws InvalidSpecException if the name is taken or the capacity is empty
   */
  public DrainPlanner node(String name, Resources capacity) {
    if (nodes.containsKey(name)) {
      throw new InvalidSpecException("node '%s' is there already".formatted(name));
    }
    if (capacity.amounts().isEmpty()) {
      throw new InvalidSpecException("node '%s' has no capacity".formatted(name));
    }
    if (nodes.size() == MOST_NODES) {
      throw new InvalidSpecException(
          "node '%s' is one more than the %d there may be".formatted(name, MOST_NODES));
    }
    nodes.put(name, new StandingNode(nodes.size(), name, capacity, capacity, false));
    return this;
  }

  /**
   * Adds a task that stands on a node and can be moved.
   *
   * @throws InvalidSpecException if the id is taken, there is no such node, or it has no room
   */
  public DrainPlanner task(String id, String node, Resources resources) {
    return add(id, node, resources, false);
  }

  /**
   * Adds a task that cannot be moved: its node cannot be emptied.
   *
   * @throws InvalidSpecException if the id is taken, there is no such node, or it has no room
   */
  public DrainPlanner pinnedTask(String id, String node, Resources resources) {
    return add(id, node, resources, true);
  }

  private DrainPlanner add(String id, String nodeName, Resources resources, boolean pinned) {
    if (nodeOfTask.containsKey(id)) {
      throw new InvalidSpecException(
          "task '%s' is there already, on node '%s'".formatted(id, nodeOfTask.get(id)));
    }
    @Nullable StandingNode node = nodes.get(nodeName);
    if (node == null) {
      throw new InvalidSpecException(
          "task '%s' stands on node '%s', which is not there: add node(...) first"
              .formatted(id, nodeName));
    }
    if (!resources.fitsIn(node.free())) {
      throw new InvalidSpecException(
          "task '%s' (%s) does not fit on node '%s', where this is free: %s"
              .formatted(id, resources, nodeName, node.free()));
    }
    if (nodeOfTask.size() == BatchPacker.MOST_TASKS) {
      throw new InvalidSpecException(
          "task '%s' is one more than the %d there may be".formatted(id, BatchPacker.MOST_TASKS));
    }
    nodeOfTask.put(id, nodeName);
    nodes.put(nodeName, node.with(resources, pinned));
    if (!pinned) {
      movable.add(new StandingTask(id, node.index(), resources));
    }
    return this;
  }

  /** Plans for {@code time} by a clock that tells nanoseconds, such as {@code System::nanoTime}. */
  public DrainPlanner budget(Duration time, LongSupplier nanoClock) {
    return budget(Budget.time(time, nanoClock));
  }

  /** Plans within {@code changed}: a time, a number of steps, or both. */
  public DrainPlanner budget(Budget changed) {
    budget = changed;
    return this;
  }

  /** The plan that empties as many nodes as were found within the budget. */
  public DrainPlan plan() {
    if (nodes.isEmpty()) {
      return new DrainPlan(List.of(), List.of());
    }
    ResourceAxes axes = ResourceAxes.of(movable.stream().map(StandingTask::resources).toList());
    List<String> names = List.copyOf(nodes.keySet());
    List<BinType> bins = new ArrayList<>();
    boolean[] mayEmpty = new boolean[names.size()];
    for (StandingNode node : nodes.values()) {
      mayEmpty[node.index()] = !node.pinned();
      bins.add(BinType.of(axes.vector(node.forMovable()), 1, 1));
    }
    int[] binOf = new int[movable.size()];
    long[][] items = new long[movable.size()][];
    for (int item = 0; item < items.length; item++) {
      items[item] = axes.vector(movable.get(item).resources());
      binOf[item] = movable.get(item).node();
    }
    Draining draining = new Draining(VectorBatch.of(items, bins), binOf, mayEmpty, budget);
    draining.run();
    return draining.plan(names, movable);
  }
}
