package dev.berth.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Demands that are spread against each other, such as the tasks of one service: where they are. */
final class Group {
  private final String name;
  private final Ledger ledger;
  private final List<PreparedDemand> members = new ArrayList<>(2);
  private final List<Spread> spreads = new ArrayList<>(2);

  /** How many of the group are in each domain of a topology. */
  private static final class Spread {
    final Topology topology;
    int[] counts = new int[4];

    Spread(Topology topology) {
      this.topology = topology;
    }

    void add(int domain, int amount) {
      if (domain >= counts.length) {
        counts = Arrays.copyOf(counts, topology.size() + (topology.size() >> 1));
      }
      counts[domain] += amount;
    }
  }

  Group(String name, Ledger ledger) {
    this.name = name;
    this.ledger = ledger;
  }

  Ledger ledger() {
    return ledger;
  }

  String name() {
    return name;
  }

  /** How many are on a node. */
  int on(int node) {
    int count = 0;
    for (int i = 0; i < members.size(); i++) {
      count += members.get(i).on(node);
    }
    return count;
  }

  /** How many are placed. */
  int placed() {
    int placed = 0;
    for (int i = 0; i < members.size(); i++) {
      placed += members.get(i).placed();
    }
    return placed;
  }

  /** Takes up a demand of which the first is placed. */
  void enter(PreparedDemand demand) {
    if (!name.isEmpty()) {
      members.add(demand);
      demand.counted(!spreads.isEmpty());
    }
  }

  /** Drops a demand of which none is placed any more. */
  void leave(PreparedDemand demand) {
    if (!name.isEmpty()) {
      members.remove(demand);
    }
  }

  /** Takes up what was placed on a node, or released if negative. */
  void count(int node, int amount) {
    for (int i = 0; i < spreads.size(); i++) {
      Spread spread = spreads.get(i);
      spread.add(spread.topology.domain(node), amount);
    }
  }

  /** Counts by the domains of a topology from now on, and what is there already. */
  void countBy(Topology topology) {
    for (Spread spread : spreads) {
      if (spread.topology == topology) {
        return;
      }
    }
    Spread spread = new Spread(topology);
    for (PreparedDemand member : members) {
      member.forEachNode(node -> spread.add(topology.domain(node), member.on(node)));
      member.counted(true);
    }
    spreads.add(spread);
  }

  /** Forgets the counts by other topologies than these. */
  void retain(Set<Topology> topologies) {
    spreads.removeIf(spread -> !topologies.contains(spread.topology));
  }

  /** Moves what is on a node, before its domains change, out of the counts, or after it, in. */
  void move(int node, int sign) {
    int here = on(node);
    if (here != 0) {
      for (Spread spread : spreads) {
        spread.add(spread.topology.domain(node), sign * here);
      }
    }
  }

  /** The counts by domain, long enough for every domain of the topology. */
  int[] counts(Topology topology) {
    for (int i = 0; i < spreads.size(); i++) {
      Spread spread = spreads.get(i);
      if (spread.topology == topology) {
        if (spread.counts.length < topology.size()) {
          spread.counts = Arrays.copyOf(spread.counts, topology.size());
        }
        return spread.counts;
      }
    }
    throw new IllegalStateException(
        "group '%s' does not count by %s".formatted(name, topology.attribute()));
  }
}
