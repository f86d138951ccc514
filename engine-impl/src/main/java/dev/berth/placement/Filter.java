package dev.berth.placement;

import dev.berth.model.Taint;
import dev.berth.model.TaintEffect;
import dev.berth.model.Toleration;
import dev.berth.placement.query.Query;
import dev.berth.placement.query.QueryLimitException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that some constraints and tolerations allow, as bits by index; worked out once per node
 * and shared by the demands that ask for the same.
 */
final class Filter {
  /**
   * What a filter asks.
   *
   * @param queries those that depend on the node alone
   * @param tolerations null: taints do not matter
   */
  record Key(
      List<Constraint> constraints, List<Query> queries, @Nullable List<Toleration> tolerations) {}

  private final Key key;
  private final List<Domains> counted = new ArrayList<>(1);
  private long[] allowed = new long[4];
  private long[] avoided = new long[4];
  private int allNodes;
  private int allowedNodes;
  private int avoidedNodes;

  private static final class Domains {
    final Topology topology;
    int[] nodes = new int[4];

    Domains(Topology topology) {
      this.topology = topology;
    }
  }

  Filter(Key key) {
    this.key = key;
  }

  Key key() {
    return key;
  }

  /** How many nodes are allowed. */
  int size() {
    return allowedNodes;
  }

  /** Whether every node is allowed. */
  boolean allowsAll() {
    return allowedNodes == allNodes;
  }

  boolean allows(int node) {
    return bit(allowed, node);
  }

  /** The allowed nodes, a bit each. */
  long[] bits() {
    return allowed;
  }

  /** Whether a node has a soft taint that is not tolerated. */
  boolean avoids(int node) {
    return bit(avoided, node);
  }

  /** Whether any node is to be avoided. */
  boolean avoidsAny() {
    return avoidedNodes > 0;
  }

  /**
   * Whether a node's shape is allowed.
   *
   * @throws QueryLimitException if a query takes too long over it
   */
  boolean test(NodeShape shape) {
    List<Toleration> tolerations = key.tolerations();
    if (tolerations != null && intolerable(shape, tolerations) != null) {
      return false;
    }
    for (Constraint constraint : key.constraints()) {
      if (constraint.veto(shape).isPresent()) {
        return false;
      }
    }
    ShapeSubject subject = new ShapeSubject(shape);
    for (Query query : key.queries()) {
      if (!query.matches(subject)) {
        return false;
      }
    }
    return true;
  }

  /** The first taint that keeps a demand with these tolerations away. */
  static @Nullable Taint intolerable(NodeShape shape, List<Toleration> tolerations) {
    for (Taint taint : shape.taints()) {
      if (taint.effect() != TaintEffect.PREFER_NO_SCHEDULE && !tolerated(taint, tolerations)) {
        return taint;
      }
    }
    return null;
  }

  private static boolean tolerated(Taint taint, List<Toleration> tolerations) {
    for (Toleration toleration : tolerations) {
      if (toleration.tolerates(taint)) {
        return true;
      }
    }
    return false;
  }

  private boolean avoidable(NodeShape shape) {
    List<Toleration> tolerations = key.tolerations();
    if (tolerations != null) {
      for (Taint taint : shape.taints()) {
        if (taint.effect() == TaintEffect.PREFER_NO_SCHEDULE && !tolerated(taint, tolerations)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Takes up a node; a query that takes too long over it does not hold. */
  void add(int node, NodeShape shape) {
    allNodes++;
    boolean allows;
    try {
      allows = test(shape);
    } catch (QueryLimitException tooLong) {
      allows = false;
    }
    if (node / Long.SIZE >= allowed.length) {
      int length = node / Long.SIZE + 1 + (allowed.length >> 1);
      allowed = Arrays.copyOf(allowed, length);
      avoided = Arrays.copyOf(avoided, length);
    }
    if (allows) {
      allowed[node >> 6] |= 1L << node;
      allowedNodes++;
      count(node, 1);
      if (avoidable(shape)) {
        avoided[node >> 6] |= 1L << node;
        avoidedNodes++;
      }
    }
  }

  /** Drops a node, while its domains are still what they were. */
  void remove(int node) {
    allNodes--;
    if (allows(node)) {
      allowed[node >> 6] &= ~(1L << node);
      allowedNodes--;
      count(node, -1);
      if (avoids(node)) {
        avoided[node >> 6] &= ~(1L << node);
        avoidedNodes--;
      }
    }
  }

  /** Counts the allowed nodes of each domain from now on. */
  void countBy(Topology topology) {
    for (Domains domains : counted) {
      if (domains.topology == topology) {
        return;
      }
    }
    Domains domains = new Domains(topology);
    for (int node = 0; node < allowed.length * Long.SIZE; node++) {
      if (allows(node)) {
        add(domains, topology.domain(node), 1);
      }
    }
    counted.add(domains);
  }

  private void count(int node, int sign) {
    for (Domains domains : counted) {
      add(domains, domains.topology.domain(node), sign);
    }
  }

  private static void add(Domains domains, int domain, int amount) {
    if (domain >= domains.nodes.length) {
      domains.nodes = Arrays.copyOf(domains.nodes, domain + 1 + (domain >> 1));
    }
    domains.nodes[domain] += amount;
  }

  /** How many allowed nodes each domain has; domains behind the end have none. */
  int[] nodesIn(Topology topology) {
    for (int i = 0; i < counted.size(); i++) {
      Domains domains = counted.get(i);
      if (domains.topology == topology) {
        return domains.nodes;
      }
    }
    throw new IllegalStateException("nodes are not counted by " + topology.attribute());
  }

  private static boolean bit(long[] bits, int node) {
    int word = node >> 6;
    return word < bits.length && (bits[word] & 1L << node) != 0;
  }
}
