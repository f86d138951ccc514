package dev.berth.view;

import dev.berth.model.Resources;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why no node can take a task: how many nodes there are, and how many of them fail for which
 * reason. Each node is counted once, for the first reason found.
 *
 * @param nodes how many nodes the cluster has
 * @param reasons most frequent first
 */
public record PlacementExplanation(int nodes, List<Reason> reasons) {
  public PlacementExplanation {
    reasons = List.copyOf(reasons);
  }

  /** One reason and how many nodes it rules out. */
  public sealed interface Reason {
    /** How many nodes fail for this reason. */
    int nodes();

    /** The reason in words. */
    String message();
  }

  /**
   * Too little of a resource is free.
   *
   * @param nodes how many nodes
   * @param resource which resource
   * @param needed how much the task needs
   * @param best the most that any of these nodes has free
   * @param bestNode the node that has it
   */
  public record Lacks(int nodes, String resource, long needed, long best, String bestNode)
      implements Reason {
    @Override
    public String message() {
      String unit = Resources.unitOf(resource);
      return "%d lack %s (need %d%s, best has %d%s on %s)"
          .formatted(nodes, resource, needed, unit, best, unit, bestNode);
    }
  }

  /**
   * A host port that the task asks for by number is taken.
   *
   * @param nodes how many nodes
   * @param hostPort the port
   */
  public record PortTaken(int nodes, int hostPort) implements Reason {
    @Override
    public String message() {
      return "%d have host port %d taken".formatted(nodes, hostPort);
    }
  }

  /**
   * The node's driver cannot do what the task asks for.
   *
   * @param nodes how many nodes
   * @param driver the driver's name
   * @param missing what it cannot do, and what helps
   */
  public record DriverCannot(int nodes, String driver, String missing) implements Reason {
    @Override
    public String message() {
      return "%d have driver '%s', which cannot: %s".formatted(nodes, driver, missing);
    }
  }

  /** The whole explanation on one line. */
  public String message() {
    if (nodes == 0) {
      return "the cluster has no node: add one with Cluster.addNode";
    }
    return reasons.stream()
        .map(Reason::message)
        .collect(Collectors.joining(", ", nodes == 1 ? "1 node: " : nodes + " nodes: ", ""));
  }
}
