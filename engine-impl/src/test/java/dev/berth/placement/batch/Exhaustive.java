package dev.berth.placement.batch;

import java.util.ArrayList;
import java.util.List;

/** The oracle for small batches: tries every way to pack them. */
final class Exhaustive {
  /** What is told if no packing holds all items. */
  static final long IMPOSSIBLE = Long.MAX_VALUE;

  private final VectorBatch batch;
  private final List<Integer> typeOf = new ArrayList<>();
  private final List<long[]> free = new ArrayList<>();
  private long best = IMPOSSIBLE;

  private Exhaustive(VectorBatch batch) {
    this.batch = batch;
  }

  /** The least cost of a packing of all items. */
  static long leastCost(VectorBatch batch) {
    Exhaustive oracle = new Exhaustive(batch);
    oracle.place(0, 0);
    return oracle.best;
  }

  private void place(int item, long cost) {
    if (cost >= best) {
      return;
    }
    if (item == batch.items()) {
      best = cost;
      return;
    }
    for (long[] room : List.copyOf(free)) {
      if (change(room, item, -1)) {
        place(item + 1, cost);
      }
      change(room, item, 1);
    }
    for (int type = 0; type < batch.types().size(); type++) {
      BinType bin = batch.types().get(type);
      int opened = type;
      if (typeOf.stream().filter(other -> other == opened).count() < bin.limit()) {
        long[] room = new long[batch.dimensions()];
        for (int dimension = 0; dimension < room.length; dimension++) {
          room[dimension] = bin.capacity(dimension);
        }
        typeOf.add(type);
        free.add(room);
        if (change(room, item, -1)) {
          place(item + 1, cost + bin.cost());
        }
        typeOf.removeLast();
        free.removeLast();
      }
    }
  }

  private boolean change(long[] room, int item, int sign) {
    boolean fits = true;
    for (int dimension = 0; dimension < room.length; dimension++) {
      room[dimension] += sign * batch.size(item, dimension);
      fits &= room[dimension] >= 0;
    }
    return fits;
  }
}
