package dev.berth.placement;

import dev.berth.placement.query.Query;
import dev.berth.placement.query.QueryLimitException;
import org.jspecify.annotations.Nullable;

/**
 * What a node must meet besides room, for one decision; and what a search narrows it down to while
 * it goes through an order's first criteria level by level.
 */
final class Conditions {
  private final Nodes nodes;
  private final Ports ports;
  private final NodeSubject subject;
  private @Nullable PreparedDemand demand;
  private int[] limits = new int[4];
  private boolean nothingToCheck;
  private boolean withoutAvoided;
  private boolean withoutGroup;
  private @Nullable Topology levels;
  private int level;

  Conditions(Nodes nodes, Ports ports, NodeSubject subject) {
    this.nodes = nodes;
    this.ports = ports;
    this.subject = subject;
  }

  /** Begins a decision: works out what the group's spread allows now. */
  void begin(PreparedDemand decided) {
    demand = decided;
    HardSpread[] spreads = decided.hardSpreads();
    if (limits.length < spreads.length) {
      limits = new int[spreads.length];
    }
    for (int i = 0; i < spreads.length; i++) {
      limits[i] = spreads[i].limit(decided.group());
    }
    widen();
  }

  /** Takes back what the search narrowed down. */
  void widen() {
    withoutAvoided = false;
    withoutGroup = false;
    levels = null;
    settle();
  }

  /** Only nodes that need not be avoided. */
  void withoutAvoided(boolean narrow) {
    withoutAvoided = narrow;
    settle();
  }

  /** Only nodes that have none of the group. */
  void withoutGroup(boolean narrow) {
    withoutGroup = narrow;
    settle();
  }

  /** Only nodes whose domain has this many of the group. */
  void atLevel(@Nullable Topology topology, int ofTheGroup) {
    levels = topology;
    level = ofTheGroup;
    settle();
  }

  private void settle() {
    nothingToCheck =
        demand != null && demand.anyNode() && !withoutAvoided && !withoutGroup && levels == null;
  }

  /** Whether an open node meets them, its room aside. */
  boolean admits(int node) {
    return nothingToCheck || check(node);
  }

  private boolean check(int node) {
    PreparedDemand decided = demand;
    if (decided == null || !decided.filter().allows(node)) {
      return false;
    }
    if (withoutAvoided && decided.filter().avoids(node)) {
      return false;
    }
    if (levels != null && decided.group().counts(levels)[levels.domain(node)] != level) {
      return false;
    }
    if ((withoutGroup || decided.distinct()) && decided.group().on(node) > 0) {
      return false;
    }
    return even(decided, node) && ports.free(node, decided) && queriesHold(decided, node);
  }

  private boolean even(PreparedDemand decided, int node) {
    HardSpread[] spreads = decided.hardSpreads();
    for (int i = 0; i < spreads.length; i++) {
      if (spreads[i].exceeds(decided.group(), node, limits[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean queriesHold(PreparedDemand decided, int node) {
    Query[] queries = decided.dynamicQueries();
    if (queries.length > 0) {
      subject.moveTo(node);
      for (Query query : queries) {
        try {
          if (!query.matches(subject)) {
            return false;
          }
        } catch (QueryLimitException tooLong) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a node can take the demand now. */
  boolean canTake(int node) {
    return demand != null
        && nodes.exists(node)
        && nodes.open(node)
        && nodes.fits(node, demand.needs())
        && admits(node);
  }
}
