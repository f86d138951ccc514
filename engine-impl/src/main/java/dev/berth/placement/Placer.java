package dev.berth.placement;

import dev.berth.NotFoundException;
import dev.berth.model.Resources;
import dev.berth.view.PlacementExplanation;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The placement core: finds the node for a demand by looking at every node, exactly and always the
 * same.
 *
 * <p>A node that has room, has the fixed ports free and is not ruled out by the constraint can take
 * the demand. Among those the one with the fewest demands of the same group is chosen (spread);
 * among equals the one with the least memory left (best fit); among equals the first by name.
 *
 * <p>For one thread. Choosing reserves nothing: {@link #reserve} does, and {@link #release} undoes
 * it.
 */
public final class Placer {
  private final TreeMap<String, Node> nodes = new TreeMap<>();

  /** Adds a node, or changes the shape of one that keeps what is reserved on it. */
  public void put(NodeShape shape) {
    Node node = nodes.get(shape.name());
    if (node == null) {
      nodes.put(shape.name(), new Node(shape));
    } else {
      node.reshape(shape);
    }
  }

  /** Removes a node and all that is reserved on it. */
  public void remove(String name) {
    nodes.remove(name);
  }

  /** The node for {@code demand}, or why there is none. */
  public Choice choose(Demand demand) {
    Node best = null;
    for (Node node : nodes.values()) {
      if (canTake(node, demand) && (best == null || better(node, best, demand))) {
        best = node;
      }
    }
    return best == null
        ? new Choice.NoneFits(Vetoes.explain(nodes.values(), demand))
        : new Choice.Chosen(best.shape().name());
  }

  /** Why no node could take {@code demand} even if all were empty; empty if one could. */
  public Optional<PlacementExplanation> explainEmpty(Demand demand) {
    Collection<Node> empty = nodes.values().stream().map(node -> new Node(node.shape())).toList();
    return empty.stream().anyMatch(node -> canTake(node, demand))
        ? Optional.empty()
        : Optional.of(Vetoes.explain(empty, demand));
  }

  /**
   * Reserves what {@code demand} needs on a node, whether it has room or not: a choice that was
   * journaled stands.
   *
   * @throws NotFoundException if there is no such node
   */
  public void reserve(String name, Demand demand) {
    node(name).reserve(demand);
  }

  /**
   * Gives back what {@link #reserve} took.
   *
   * @throws NotFoundException if there is no such node
   */
  public void release(String name, Demand demand) {
    node(name).release(demand);
  }

  /**
   * What is free on a node.
   *
   * @throws NotFoundException if there is no such node
   */
  public Resources available(String name) {
    return node(name).available();
  }

  /** How many nodes there are. */
  public int size() {
    return nodes.size();
  }

  private Node node(String name) {
    @Nullable Node node = nodes.get(name);
    if (node == null) {
      throw new NotFoundException("no node '%s', only %s".formatted(name, nodes.keySet()));
    }
    return node;
  }

  private static boolean canTake(Node node, Demand demand) {
    return node.lacking(demand.resources()).isEmpty()
        && node.takenPort(demand).isEmpty()
        && demand.constraint().veto(node.shape()).isEmpty();
  }

  private static boolean better(Node node, Node best, Demand demand) {
    int spread = Integer.compare(node.inGroup(demand.group()), best.inGroup(demand.group()));
    return spread != 0 ? spread < 0 : node.free(Resources.MEMORY) < best.free(Resources.MEMORY);
  }
}
