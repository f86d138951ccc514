package dev.berth.placement.batch;

/** The bound that follows from the items' sums: what even liquid items would cost. */
final class VolumeBound {
  private VolumeBound() {}

  /** What every packing of all items costs at least. */
  static long of(VectorBatch batch) {
    long bound = batch.items() == 0 ? 0 : cheapest(batch);
    for (int dimension = 0; dimension < batch.dimensions(); dimension++) {
      bound = Math.max(bound, of(batch, dimension));
    }
    return bound;
  }

  private static long cheapest(VectorBatch batch) {
    long cheapest = Long.MAX_VALUE;
    for (BinType type : batch.types()) {
      cheapest = Math.min(cheapest, type.cost());
    }
    return cheapest;
  }

  /** Liquid is best bought where a unit of room costs least. */
  private static long of(VectorBatch batch, int dimension) {
    long needed = 0;
    for (int item = 0; item < batch.items(); item++) {
      needed += batch.size(item, dimension);
    }
    long bound = Long.MAX_VALUE;
    for (BinType type : batch.types()) {
      long capacity = type.capacity(dimension);
      if (type.limit() > 0 && capacity > 0) {
        bound = Math.min(bound, product(needed, type.cost(), capacity));
      }
    }
    return needed == 0 || bound == Long.MAX_VALUE ? 0 : bound;
  }

  /** {@code needed * cost / capacity}, rounded up. */
  private static long product(long needed, long cost, long capacity) {
    if (Math.multiplyHigh(needed, cost) == 0 && needed * cost >= 0) {
      return Math.ceilDiv(needed * cost, capacity);
    }
    // too large for exact arithmetic: rounded down by more than its error, it is a bound still
    return (long) ((double) needed * cost / capacity * (1 - 1e-12));
  }
}
