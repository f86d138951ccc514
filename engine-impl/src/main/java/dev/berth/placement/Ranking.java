package dev.berth.placement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All nodes in the order of one demand: a tournament per domain, whose winner is known, and of
 * which only the matches of changed nodes are played again. So a policy is asked for the nodes that
 * changed since the demand's last decision, however many there are.
 */
final class Ranking {
  static final int NONE = -1;
  private static final int AVOIDED = 1 << 30;

  private final PreparedDemand demand;
  private final @Nullable Topology domains;
  private final boolean countsOnNode;
  private final Policy policy;
  private Tournament[] tournaments = {};
  private int[] domainOf = {};
  private int[] leafOf = {};
  private int[] levels = {};
  private double[] costs = {};
  private long position = Long.MIN_VALUE;
  private long used;

  /** The nodes of one domain; each inner place holds the better of the two below it. */
  private final class Tournament {
    int[] winners = {NONE, NONE};
    int leaves;

    int winner() {
      return winners[1];
    }

    int enter() {
      if (leaves == winners.length / 2) {
        int[] entrants = Arrays.copyOfRange(winners, leaves, 2 * leaves);
        winners = new int[4 * leaves];
        Arrays.fill(winners, NONE);
        System.arraycopy(entrants, 0, winners, 2 * leaves, leaves);
        for (int match = 2 * leaves - 1; match > 0; match--) {
          winners[match] = better(winners[2 * match], winners[2 * match + 1]);
        }
      }
      return leaves++;
    }

    void play(int leaf, int entrant) {
      int place = winners.length / 2 + leaf;
      winners[place] = entrant;
      for (int match = place >> 1; match > 0; match >>= 1) {
        winners[match] = better(winners[2 * match], winners[2 * match + 1]);
      }
    }
  }

  Ranking(PreparedDemand demand, Policy policy) {
    this.demand = demand;
    this.policy = policy;
    domains = demand.route().domain();
    countsOnNode = demand.route().onNode();
  }

  /** When it was last used, in decisions. */
  long used() {
    return used;
  }

  /** The first node of the demand's order, or {@link #NONE}. */
  int first(Nodes nodes, ChangeLog changes, Conditions conditions, Ordering ordering, long now) {
    used = now;
    catchUp(nodes, changes, conditions, ordering);
    int best = NONE;
    int bestDomain = 0;
    for (int domain = 0; domain < tournaments.length; domain++) {
      int candidate = tournaments[domain].winner();
      if (candidate != NONE && (best == NONE || before(candidate, domain, best, bestDomain))) {
        best = candidate;
        bestDomain = domain;
      }
    }
    return best;
  }

  private boolean before(int node, int domain, int other, int otherDomain) {
    if (domains != null) {
      int avoided = Integer.compare(levels[node] & AVOIDED, levels[other] & AVOIDED);
      int[] counts = demand.group().counts(domains);
      int order = avoided != 0 ? avoided : Integer.compare(counts[domain], counts[otherDomain]);
      if (order != 0) {
        return order < 0;
      }
    }
    return better(node, other) == node;
  }

  private int better(int node, int other) {
    if (node == NONE || other == NONE) {
      return Math.max(node, other);
    }
    if (levels[node] != levels[other]) {
      return levels[node] < levels[other] ? node : other;
    }
    if (costs[node] != costs[other]) {
      return costs[node] < costs[other] ? node : other;
    }
    return Math.min(node, other);
  }

  private void catchUp(Nodes nodes, ChangeLog changes, Conditions conditions, Ordering ordering) {
    long behind = changes.end() - position;
    if (position == Long.MIN_VALUE || behind > nodes.limit() || !changes.reachesBackTo(position)) {
      leafOf = new int[nodes.limit()];
      Arrays.fill(leafOf, NONE);
      domainOf = new int[nodes.limit()];
      levels = new int[nodes.limit()];
      costs = new double[nodes.limit()];
      tournaments = new Tournament[0];
      for (int node = 0; node < nodes.limit(); node++) {
        follow(node, nodes, conditions, ordering);
      }
    } else {
      for (long at = position; at < changes.end(); at++) {
        follow(changes.at(at), nodes, conditions, ordering);
      }
    }
    position = changes.end();
  }

  private void follow(int node, Nodes nodes, Conditions conditions, Ordering ordering) {
    if (node >= leafOf.length) {
      int known = leafOf.length;
      int length = nodes.limit() + (nodes.limit() >> 2);
      leafOf = Arrays.copyOf(leafOf, length);
      Arrays.fill(leafOf, known, length, NONE);
      domainOf = Arrays.copyOf(domainOf, length);
      levels = Arrays.copyOf(levels, length);
      costs = Arrays.copyOf(costs, length);
    }
    int domain = domains == null ? 0 : domains.domain(node);
    if (leafOf[node] != NONE && domainOf[node] != domain) {
      tournaments[domainOf[node]].play(leafOf[node], NONE);
      leafOf[node] = NONE;
    }
    boolean canTake = conditions.canTake(node);
    if (canTake) {
      levels[node] =
          (demand.filter().avoids(node) ? AVOIDED : 0)
              + (countsOnNode ? demand.group().on(node) : 0);
      costs[node] = ordering.cost(demand, policy, node);
      if (leafOf[node] == NONE) {
        domainOf[node] = domain;
        leafOf[node] = tournament(domain).enter();
      }
    }
    if (leafOf[node] != NONE) {
      tournaments[domain].play(leafOf[node], canTake ? node : NONE);
    }
  }

  private Tournament tournament(int domain) {
    if (domain >= tournaments.length) {
      int known = tournaments.length;
      tournaments = Arrays.copyOf(tournaments, domain + 1);
      for (int added = known; added <= domain; added++) {
        tournaments[added] = new Tournament();
      }
    }
    return tournaments[domain];
  }
}
