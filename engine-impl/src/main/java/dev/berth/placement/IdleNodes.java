package dev.berth.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes with nothing on them, as bits by index for each capacity there is. Idle nodes of one
 * capacity cost the same, so of thousands only the first that meets the conditions is looked at.
 */
final class IdleNodes {
  /** Nodes of other capacities are left to the grids. */
  private static final int MOST_CAPACITIES = 64;

  private static final byte NONE = -1;

  private final Nodes nodes;
  private final List<Capacity> capacities = new ArrayList<>();
  private byte[] capacityOf = {};

  /** The idle nodes of one capacity. */
  private static final class Capacity {
    final long[] row;
    long[] idle = new long[4];
    int size;

    Capacity(long[] row) {
      this.row = row;
    }
  }

  IdleNodes(Nodes nodes) {
    this.nodes = nodes;
  }

  /** Takes up a node that changed; returns whether it is one of these now. */
  boolean update(int node) {
    if (node >= capacityOf.length) {
      int known = capacityOf.length;
      capacityOf = Arrays.copyOf(capacityOf, nodes.limit() + (nodes.limit() >> 1));
      Arrays.fill(capacityOf, known, capacityOf.length, NONE);
    }
    boolean idle = nodes.exists(node) && nodes.open(node) && nodes.tasks(node) == 0;
    if (capacityOf[node] != NONE) {
      Capacity before = capacities.get(capacityOf[node]);
      if (idle && nodes.hasCapacity(node, before.row)) {
        return true;
      }
      before.idle[node >> 6] &= ~(1L << node);
      before.size--;
      capacityOf[node] = NONE;
    }
    return idle && enter(node);
  }

  private boolean enter(int node) {
    int which = 0;
    while (which < capacities.size() && !nodes.hasCapacity(node, capacities.get(which).row)) {
      which++;
    }
    if (which == MOST_CAPACITIES) {
      return false;
    }
    if (which == capacities.size()) {
      capacities.add(new Capacity(nodes.capacityRow(node)));
    }
    Capacity capacity = capacities.get(which);
    if (node >> 6 >= capacity.idle.length) {
      capacity.idle = Arrays.copyOf(capacity.idle, (node >> 6) + 1 + (capacity.idle.length >> 1));
    }
    capacity.idle[node >> 6] |= 1L << node;
    capacity.size++;
    capacityOf[node] = (byte) which;
    return true;
  }

  /** Whether a node is one of these. */
  boolean holds(int node) {
    return node < capacityOf.length && capacityOf[node] != NONE;
  }

  /** Looks for the best of these nodes for a demand; see {@link Grid#find}. */
  void find(PreparedDemand demand, double[] factors, Conditions conditions, Best best) {
    for (int i = 0; i < capacities.size(); i++) {
      Capacity capacity = capacities.get(i);
      if (capacity.size > 0 && fits(capacity.row, demand.needs())) {
        look(capacity, demand, factors, conditions, best);
      }
    }
  }

  private static boolean fits(long[] row, long[] needs) {
    for (int column = 0; column < needs.length; column++) {
      if (row[column] < needs[column]) {
        return false;
      }
    }
    return true;
  }

  private void look(
      Capacity capacity,
      PreparedDemand demand,
      double[] factors,
      Conditions conditions,
      Best best) {
    long[] allowed = demand.filter().bits();
    for (int word = 0; word < Math.min(allowed.length, capacity.idle.length); word++) {
      for (long rest = capacity.idle[word] & allowed[word]; rest != 0; rest &= rest - 1) {
        int node = (word << 6) + Long.numberOfTrailingZeros(rest);
        double cost = nodes.linearCost(node, demand.amounts(), factors);
        if (cost > best.cost) {
          return;
        }
        if (conditions.admits(node)) {
          best.offer(node, cost);
          if (demand.route().tellsEqualNodesApart()) {
            continue;
          }
          return;
        }
      }
    }
  }
}
