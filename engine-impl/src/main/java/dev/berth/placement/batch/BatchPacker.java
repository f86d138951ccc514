package dev.berth.placement.batch;

import dev.berth.InvalidSpecException;
import dev.berth.model.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The offline question of placement: how many nodes, and of which types, hold all of these demands?
 *
 * <pre>{@code
 * Packing packing =
 *     new BatchPacker()
 *         .nodeType("small", Resources.of(4_096, 16_384))
 *         .nodeType("large", Resources.of(16_384, 65_536), 10, 4)
 *         .demand("web", Resources.of(512, 1_024), 40)
 *         .demand("database", Resources.of(3_072, 12_288), 3)
 *         .budget(Duration.ofSeconds(1), System::nanoTime)
 *         .pack();
 * }</pre>
 *
 * <p>For one thread. What is refused is refused when it is said, and changes nothing.
 */
public final class BatchPacker {
  /** The largest number of tasks in one batch. */
  public static final int MOST_TASKS = 1_000_000;

  /** The largest number of node types. */
  public static final int MOST_NODE_TYPES = 1_000;

  private static final long DEFAULT_STEPS = 1_000_000;

  private final Map<String, NodeType> nodeTypes = new LinkedHashMap<>();
  private final Map<String, PackingDemand> demands = new LinkedHashMap<>();
  private int tasks;
  private Budget budget = Budget.steps(DEFAULT_STEPS);
  private ProgressListener listener = ProgressListener.NONE;

  /** A packer without node types and demands, and a budget of a million steps. */
  public BatchPacker() {}

  /**
   * Adds a type of which there are as many nodes as are needed, each at a cost of 1.
   *
   * @throws InvalidSpecException as {@link #nodeType(String, Resources, int, long)}
   */
  public BatchPacker nodeType(String name, Resources capacity) {
    return nodeType(name, capacity, BinType.UNLIMITED, 1);
  }

  /**
   * Adds a type of node.
   *
   * @param name unique among the node types
   * @param capacity what a node has for tasks
   * @param limit how many nodes there are, {@link BinType#UNLIMITED} for as many as are needed
   * @param cost what a node costs, in any unit
   * @throws InvalidSpecException if the name is taken, the capacity is empty, the limit is
   *     negative, the cost is not between 1 and {@link BinType#MAXIMUM_COST}, or there are {@link
   *     #MOST_NODE_TYPES} types already
   */
  public BatchPacker nodeType(String name, Resources capacity, int limit, long cost) {
    if (nodeTypes.containsKey(name)) {
      throw new InvalidSpecException(
          "node type '%s' is there already: %s".formatted(name, nodeTypes.get(name).capacity()));
    }
    if (nodeTypes.size() == MOST_NODE_TYPES) {
      throw new InvalidSpecException(
          "node type '%s' is one more than the %d there may be".formatted(name, MOST_NODE_TYPES));
    }
    nodeTypes.put(name, new NodeType(name, capacity, limit, cost));
    return this;
  }

  /**
   * Adds a number of equal tasks.
   *
   * @param id unique among the demands
   * @param resources what each task reserves
   * @param count how many tasks there are
   * @throws InvalidSpecException if the id is taken, the count is not positive, or there are more
   *     than {@link #MOST_TASKS} tasks in all
   */
  public BatchPacker demand(String id, Resources resources, int count) {
    if (demands.containsKey(id)) {
      throw new InvalidSpecException(
          "demand '%s' is there already: %s".formatted(id, demands.get(id).resources()));
    }
    PackingDemand demand = new PackingDemand(id, resources, count);
    if (count > MOST_TASKS - tasks) {
      throw new InvalidSpecException(
          "demand '%s' (%d tasks) makes more than %d tasks, %d are there already"
              .formatted(id, count, MOST_TASKS, tasks));
    }
    demands.put(id, demand);
    tasks += count;
    return this;
  }

  /** Packs for {@code time} by a clock that tells nanoseconds, such as {@code System::nanoTime}. */
  public BatchPacker budget(Duration time, LongSupplier nanoClock) {
    return budget(Budget.time(time, nanoClock));
  }

  /** Packs within {@code changed}: a time, a number of steps, or both. */
  public BatchPacker budget(Budget changed) {
    budget = changed;
    return this;
  }

  /** Tells {@code changed} of every better packing and bound, on the thread that packs. */
  public BatchPacker progress(ProgressListener changed) {
    listener = changed;
    return this;
  }

  /**
   * The best packing found within the budget.
   *
   * @throws InvalidSpecException if there is no node type, or a demand is larger than every one
   */
  public Packing pack() {
    if (nodeTypes.isEmpty()) {
      throw new InvalidSpecException("a packing needs at least one node type: add nodeType(...)");
    }
    List<NodeType> types = List.copyOf(nodeTypes.values());
    List<PackingDemand> wanted = List.copyOf(demands.values());
    for (PackingDemand demand : wanted) {
      demand.refuseIfLargerThanAll(types);
    }
    ResourceAxes axes = ResourceAxes.of(wanted.stream().map(PackingDemand::resources).toList());
    VectorBatch batch = batch(axes, types, wanted);
    return Packing.of(types, wanted, VectorPacker.pack(batch, budget, listener));
  }

  private VectorBatch batch(ResourceAxes axes, List<NodeType> types, List<PackingDemand> wanted) {
    long[][] items = new long[tasks][];
    int item = 0;
    for (PackingDemand demand : wanted) {
      long[] vector = axes.vector(demand.resources());
      for (int copy = 0; copy < demand.count(); copy++) {
        items[item++] = vector;
      }
    }
    List<BinType> bins = new ArrayList<>(types.size());
    for (NodeType type : types) {
      bins.add(BinType.of(axes.vector(type.capacity()), type.limit(), type.cost()));
    }
    return VectorBatch.of(items, bins);
  }
}
