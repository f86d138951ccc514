package dev.berth.view;

import dev.berth.model.Resources;
import dev.berth.model.Taint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why no node can take a task: how many nodes there are, and how many of them fail for which
 * reason. Each node is counted once, for the first reason found.
 *
 * @param nodes how many nodes the cluster has
 * @param reasons most frequent first
 * @param nearest the node that room alone is missing on, and the least of it
 */
public record PlacementExplanation(int nodes, List<Reason> reasons, Optional<NearestMiss> nearest) {
  public PlacementExplanation {
    reasons = List.copyOf(reasons);
  }

  /** An explanation without a nearest miss. */
  public PlacementExplanation(int nodes, List<Reason> reasons) {
    this(nodes, reasons, Optional.empty());
  }

  /**
   * The node that comes nearest to taking the task.
   *
   * @param node the node's name
   * @param missing what would have to be free besides
   */
  public record NearestMiss(String node, Resources missing) {
    /** What would make the task fit, in words. */
    public String message() {
      return "node '%s' could take it with %s more".formatted(node, missing);
    }
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

  /**
   * A condition in the cluster query language does not hold.
   *
   * @param nodes how many nodes
   * @param expression the condition
   */
  public record NotMember(int nodes, String expression) implements Reason {
    @Override
    public String message() {
      return "%d fail constraint %s".formatted(nodes, expression);
    }
  }

  /**
   * A taint is not tolerated.
   *
   * @param nodes how many nodes
   * @param taint the taint
   */
  public record Tainted(int nodes, Taint taint) implements Reason {
    @Override
    public String message() {
      return "%d have taint %s, which it does not tolerate".formatted(nodes, taint);
    }
  }

  /**
   * The node has one of the group already, and may have one only.
   *
   * @param nodes how many nodes
   * @param group the group, such as {@code service:web}
   */
  public record HasOne(int nodes, String group) implements Reason {
    @Override
    public String message() {
      return "%d have one of '%s' already (distinctInstance)".formatted(nodes, group);
    }
  }

  /**
   * The node's domain would have too many more of the group than another.
   *
   * @param nodes how many nodes
   * @param attribute the attribute that divides the nodes into domains
   * @param maxSkew how many more it may have
   */
  public record Uneven(int nodes, String attribute, int maxSkew) implements Reason {
    @Override
    public String message() {
      return "%d would exceed a skew of %d over attribute %s".formatted(nodes, maxSkew, attribute);
    }
  }

  /**
   * The node takes no tasks: it is drained, or lost.
   *
   * @param nodes how many nodes
   */
  public record Drained(int nodes) implements Reason {
    @Override
    public String message() {
      return "%d are drained or lost".formatted(nodes);
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
