package dev.berth.placement.batch;

/** The best that is known of a batch while it is being packed, and what is left of the budget. */
final class Search {
  /** The clock is read once per so many steps. */
  private static final int STEPS_PER_LOOK = 64;

  private final VectorBatch batch;
  private final Budget budget;
  private final ProgressListener listener;
  private final long started;
  private final long commonCost;
  private long steps;
  private long nextLook;
  private boolean timeOver;
  private Layout best;
  private long lowerBound;

  /** Starts the clock, with a packing that is there to be improved. */
  Search(VectorBatch batch, Budget budget, ProgressListener listener, Layout first) {
    this.batch = batch;
    this.budget = budget;
    this.listener = listener;
    this.started = budget.nanoClock().getAsLong();
    this.best = first;
    this.timeOver = budget.time().isZero();
    long divisor = 0;
    for (BinType type : batch.types()) {
      divisor = commonDivisor(type.cost(), divisor);
    }
    this.commonCost = divisor;
  }

  private static long commonDivisor(long one, long other) {
    return other == 0 ? one : commonDivisor(other, one % other);
  }

  VectorBatch batch() {
    return batch;
  }

  long seed() {
    return budget.seed();
  }

  /** Counts steps; every loop that can be long does. */
  void spend(int more) {
    steps += more;
    if (steps >= nextLook) {
      nextLook = steps + STEPS_PER_LOOK;
      timeOver |= budget.nanoClock().getAsLong() - started >= budget.time().toNanos();
    }
  }

  long steps() {
    return steps;
  }

  /** Whether there is nothing left to spend, or nothing left to find. */
  boolean over() {
    return timeOver || steps >= budget.steps() || optimal();
  }

  boolean optimal() {
    return best.unpacked() == 0 && best.cost() <= lowerBound;
  }

  Layout best() {
    return best;
  }

  long lowerBound() {
    return lowerBound;
  }

  /** Keeps a layout if it leaves fewer items unpacked than the best, or as many at less cost. */
  boolean offer(Layout found) {
    boolean better =
        found.unpacked() < best.unpacked()
            || (found.unpacked() == best.unpacked() && found.cost() < best.cost());
    if (better) {
      spend(batch.items() / 40);
      best = found.copy();
      best.closeEmpty();
      tell();
    }
    return better;
  }

  /** Notes that every packing costs at least {@code bound}. */
  void raise(long bound) {
    // what bins cost together is a multiple of what their costs have in common
    long reachable = Math.ceilDiv(bound, commonCost) * commonCost;
    if (reachable > lowerBound) {
      lowerBound = reachable;
      tell();
    }
  }

  private void tell() {
    listener.improved(new Progress(steps, best.bins(), best.cost(), best.unpacked(), lowerBound));
  }
}
