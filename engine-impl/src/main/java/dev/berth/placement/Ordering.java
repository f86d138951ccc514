package dev.berth.placement;

/** The order of nodes for a demand: its criteria one after the other, then the node's index. */
final class Ordering {
  private final Nodes nodes;
  private final NodeCursor cursor;
  private final long seed;
  private long decision;

  Ordering(Nodes nodes, long seed) {
    this.nodes = nodes;
    this.seed = seed;
    cursor = new NodeCursor(nodes);
  }

  /** From now on chance makes another order. */
  void nextDecision() {
    decision++;
  }

  /** Which order chance makes now. */
  long decision() {
    return decision;
  }

  /** Makes chance's order that of an earlier decision again. */
  void returnTo(long earlier) {
    decision = earlier;
  }

  /** Compares two nodes by the criteria from one on. */
  int compare(PreparedDemand demand, int from, int node, int other) {
    Criterion[] criteria = demand.criteria();
    for (int i = from; i < criteria.length; i++) {
      int order =
          Double.compare(value(demand, criteria[i], node), value(demand, criteria[i], other));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(node, other);
  }

  /** Whether two nodes are equal by the criteria before the policy's cost. */
  boolean equalButForCost(PreparedDemand demand, int node, int other) {
    for (Criterion criterion : demand.criteria()) {
      if (criterion instanceof Criterion.Cost) {
        return true;
      }
      if (value(demand, criterion, node) != value(demand, criterion, other)) {
        return false;
      }
    }
    return true;
  }

  private double value(PreparedDemand demand, Criterion criterion, int node) {
    return switch (criterion) {
      case Criterion.Avoid avoid -> demand.filter().avoids(node) ? 1 : 0;
      case Criterion.FewestInDomain fewest ->
          demand.group().counts(fewest.topology())[fewest.topology().domain(node)];
      case Criterion.FewestOnNode fewest -> demand.group().on(node);
      case Criterion.LeastLeft least -> nodes.linearCost(node, demand.amounts(), least.factors());
      case Criterion.Chance chance -> chance(node);
      case Criterion.Cost cost -> cost(demand, cost.policy(), node);
    };
  }

  /** A policy's cost for a node, with the device that is cheapest where it asks for a share. */
  double cost(PreparedDemand demand, Policy policy, int node) {
    cursor.moveTo(node);
    if (demand.gpuShare() == 0) {
      return policy.cost(cursor, demand, -1);
    }
    double least = Double.POSITIVE_INFINITY;
    for (int device = 0; device < cursor.devices(); device++) {
      if (cursor.deviceFree(device) >= demand.gpuShare()) {
        least = Math.min(least, policy.cost(cursor, demand, device));
      }
    }
    return least;
  }

  /** The first of the cheapest devices for a share, or the one that is least short of it. */
  int device(PreparedDemand demand, Policy policy, int node) {
    if (policy instanceof LinearPolicy) {
      return nodes.devices().tightest(node, demand.gpuShare());
    }
    cursor.moveTo(node);
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int device = 0; device < cursor.devices(); device++) {
      if (cursor.deviceFree(device) >= demand.gpuShare()) {
        double cost = policy.cost(cursor, demand, device);
        if (best < 0 || cost < least) {
          best = device;
          least = cost;
        }
      }
    }
    return best >= 0 ? best : nodes.devices().tightest(node, demand.gpuShare());
  }

  private double chance(int node) {
    long mixed = (seed ^ decision * 0x9E3779B97F4A7C15L) + node * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return (mixed ^ mixed >>> 31) >>> 11;
  }
}
