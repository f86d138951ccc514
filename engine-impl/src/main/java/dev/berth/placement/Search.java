package dev.berth.placement;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/** Finds the first node of a demand's order that can take it: by grid, ranking or scan. */
final class Search {
  static final int NONE = -1;

  /** Where a filter leaves at most this many nodes, they are looked at one by one. */
  private static final int FEW = 64;

  private static final int LEAST_RANKINGS = 16;

  /** How many places in rankings are kept, about 30 bytes each; the demands used last have them. */
  private static final int MOST_RANKED = 4_000_000;

  private final Fleet fleet;
  private final Conditions conditions;
  private final Best best;
  private final Deque<PreparedDemand> ranked = new ArrayDeque<>();
  private long decisions;

  Search(Fleet fleet) {
    this.fleet = fleet;
    conditions =
        new Conditions(
            fleet.nodes(), fleet.ports(), new NodeSubject(fleet.nodes(), fleet.groups()));
    best = new Best(fleet.ordering());
  }

  /** What nodes must meet, for the demand of the last decision. */
  Conditions conditions() {
    return conditions;
  }

  int find(PreparedDemand demand) {
    decisions++;
    conditions.begin(demand);
    Filter filter = demand.filter();
    Route route = demand.route();
    if (filter.size() <= FEW) {
      return scanAllowed(demand);
    }
    if (route.factors() == null) {
      return rankOrScan(demand, route);
    }
    // Once the group is on most nodes, those without it are found by walking past all the others;
    // spread like this, nearly each of the group is on a node of its own.
    if (route.onNode() && 2 * demand.group().placed() > fleet.nodes().size()) {
      return rankOrScan(demand, route);
    }
    best.begin(demand, route.nextCriterion());
    if (filter.avoidsAny()) {
      conditions.withoutAvoided(true);
      walkLevels(demand, route);
      conditions.withoutAvoided(false);
    }
    if (best.node == NONE && !(route.onNode() && filter.avoidsAny())) {
      walkLevels(demand, route);
    }
    if (best.node == NONE && route.onNode()) {
      conditions.widen();
      return rankOrScan(demand, route);
    }
    return best.node;
  }

  /**
   * As {@link #find(PreparedDemand)}; but of the nodes that equal the first one by all but the
   * policy's cost, those of {@code preferred} come before it.
   */
  int find(PreparedDemand demand, BitSet preferred) {
    int first = find(demand);
    if (first == NONE || preferred.get(first)) {
      return first;
    }
    conditions.begin(demand);
    int chosen = NONE;
    int looked = 0;
    for (int node = preferred.nextSetBit(0);
        node >= 0 && looked < Placer.MOST_PREFERRED;
        node = preferred.nextSetBit(node + 1)) {
      looked++;
      if (conditions.canTake(node) && fleet.ordering().equalButForCost(demand, node, first)) {
        chosen = earlier(demand, chosen, node);
      }
    }
    return chosen == NONE ? first : chosen;
  }

  /** Looks at the domains with the fewest of the group, then at those with more. */
  private void walkLevels(PreparedDemand demand, Route route) {
    conditions.withoutGroup(route.onNode());
    Topology domain = route.domain();
    if (domain == null) {
      walk(demand, route);
      return;
    }
    int level = levelAbove(demand, domain, -1);
    while (best.node == NONE && level < Integer.MAX_VALUE) {
      conditions.atLevel(demand, domain, level);
      walk(demand, route);
      // A node that has some of the group is better here than one without any at the next level.
      level = route.onNode() ? Integer.MAX_VALUE : levelAbove(demand, domain, level);
    }
    conditions.atAllLevels();
  }

  /** The fewest of the group, more than {@code above}, in a domain that has a node at all. */
  private static int levelAbove(PreparedDemand demand, Topology topology, int above) {
    int[] counts = demand.group().counts(topology);
    int[] allowed = demand.filter().nodesIn(topology);
    int least = Integer.MAX_VALUE;
    for (int domain = 0; domain < Math.min(allowed.length, counts.length); domain++) {
      if (allowed[domain] > 0 && counts[domain] > above) {
        least = Math.min(least, counts[domain]);
      }
    }
    return least;
  }

  private void walk(PreparedDemand demand, Route route) {
    double[] factors = route.factors();
    if (factors != null) {
      fleet.grids().find(demand, factors, conditions, best);
    }
  }

  /** A ranking knows nothing of hard spreads, which change with every placement of the group. */
  private int rankOrScan(PreparedDemand demand, Route route) {
    return route.ranked() && demand.hardSpreads().length == 0 ? rank(demand) : scan(demand);
  }

  private int rank(PreparedDemand demand) {
    Ranking ranking = demand.ranking();
    if (ranking == null) {
      ranking = new Ranking(demand, fleet.policy());
      demand.ranking(ranking);
      // It may be there still with a ranking that was dropped because the scales changed.
      ranked.remove(demand);
      ranked.addLast(demand);
      int most = Math.max(LEAST_RANKINGS, MOST_RANKED / (fleet.nodes().limit() + 1));
      if (ranked.size() > most) {
        forgetOldest();
      }
    }
    return ranking.first(fleet.nodes(), fleet.changes(), conditions, fleet.ordering(), decisions);
  }

  private void forgetOldest() {
    PreparedDemand oldest = ranked.getFirst();
    long used = Long.MAX_VALUE;
    for (PreparedDemand demand : ranked) {
      Ranking ranking = demand.ranking();
      long last = ranking == null ? -1 : ranking.used();
      if (last < used) {
        oldest = demand;
        used = last;
      }
    }
    ranked.remove(oldest);
    oldest.ranking(null);
  }

  private int scanAllowed(PreparedDemand demand) {
    int first = NONE;
    long[] bits = demand.filter().bits();
    for (int word = 0; word < bits.length; word++) {
      for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
        int node = word * Long.SIZE + Long.numberOfTrailingZeros(rest);
        first = earlier(demand, first, node);
      }
    }
    return first;
  }

  /** The first node of the demand's order, by looking at every node; begins no decision. */
  int scan(PreparedDemand demand) {
    conditions.begin(demand);
    int first = NONE;
    for (int node = 0; node < fleet.nodes().limit(); node++) {
      first = earlier(demand, first, node);
    }
    return first;
  }

  /** The answer with preference, by looking at every node; begins no decision. */
  int scan(PreparedDemand demand, BitSet preferred) {
    conditions.begin(demand);
    int first = NONE;
    for (int node = 0; node < fleet.nodes().limit(); node++) {
      if (first != NONE
          && preferred.get(node) != preferred.get(first)
          && conditions.canTake(node)
          && fleet.ordering().equalButForCost(demand, node, first)) {
        first = preferred.get(node) ? node : first;
      } else {
        first = earlier(demand, first, node);
      }
    }
    return first;
  }

  private int earlier(PreparedDemand demand, int first, int node) {
    boolean better =
        conditions.canTake(node)
            && (first == NONE || fleet.ordering().compare(demand, 0, node, first) < 0);
    return better ? node : first;
  }
}
