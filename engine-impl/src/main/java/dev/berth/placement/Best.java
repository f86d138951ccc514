package dev.berth.placement;

import org.jspecify.annotations.Nullable;

/** The best node found so far in one decision; nodes of equal cost are told apart by the rest. */
final class Best {
  static final int NONE = -1;

  private final Ordering ordering;
  private @Nullable PreparedDemand demand;
  private int tieBreak;
  int node = NONE;
  double cost = Double.POSITIVE_INFINITY;

  Best(Ordering ordering) {
    this.ordering = ordering;
  }

  /** Begins a decision whose costs are those of the criterion before {@code tieBreak}. */
  void begin(PreparedDemand decided, int nextCriterion) {
    demand = decided;
    tieBreak = nextCriterion;
    node = NONE;
    cost = Double.POSITIVE_INFINITY;
  }

  /** Takes a node if it costs less, or the same and comes first by the remaining criteria. */
  void offer(int candidate, double itsCost) {
    PreparedDemand decided = demand;
    if (decided != null
        && (node == NONE
            || itsCost < cost
            || (itsCost == cost && ordering.compare(decided, tieBreak, candidate, node) < 0))) {
      node = candidate;
      cost = itsCost;
    }
  }
}
