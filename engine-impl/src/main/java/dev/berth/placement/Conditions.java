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
  private long[] limits = new long[4];
  private boolean nothingToCheck;
  private boolean withoutAvoided;
  private boolean withoutGroup;
  private boolean atLevel;
  private int level;
  private int[] levelDomains = {};
  private int[] levelCounts = {};
  private long[] allowed = {};

  Conditions(Nodes nodes, Ports ports, NodeSubject subject) {
    this.nodes = nodes;
    this.ports = ports;
    this.subject = subject;
  }

  /** Begins a decision: works out what the group's spread allows now. */
  void begin(PreparedDemand decided) {
    demand = decided;
    allowed = decided.filter().bits();
    HardSpread[] spreads = decided.hardSpreads();
    if (limits.length < spreads.length) {
      limits = new long[spreads.length];
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
    atLevel = false;
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

  /** Only nodes whose domain has this many of the demand's group. */
  void atLevel(PreparedDemand decided, Topology topology, int ofTheGroup) {
    atLevel = true;
    level = ofTheGroup;
    levelDomains = topology.domains();
    levelCounts = decided.group().counts(topology);
    settle();
  }

  /** Nodes of all domains again. */
  void atAllLevels() {
    atLevel = false;
    settle();
  }

  private void settle() {
    nothingToCheck =
        demand != null && demand.anyNode() && !withoutAvoided && !withoutGroup && !atLevel;
  }

  /** Whether an open node meets them, its room aside. */
  boolean admits(int node) {
    return nothingToCheck || check(node);
  }

  private boolean check(int node) {
    PreparedDemand decided = demand;
    int word = node >> 6;
    if (decided == null || word >= allowed.length || (allowed[word] & 1L << node) == 0) {
      return false;
    }
    if (atLevel && levelCounts[levelDomains[node]] != level) {
      return false;
    }
    if (withoutAvoided && decided.filter().avoids(node)) {
      return false;
    }
    if ((withoutGroup || decided.distinct()) && decided.group().on(node) > 0) {
      return false;
    }
    return decided.filterAlone()
        || (even(decided, node) && ports.free(node, decided) && queriesHold(decided, node));
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
