package dev.berth.placement.batch;

import java.util.Arrays;

/**
 * An index over the bins of a layout that finds the first with room: a tree whose nodes know the
 * most that is free below them in each dimension. A subtree with too little is skipped at once.
 */
final class RoomIndex {
  private static final int NONE = -1;

  private final Layout layout;
  private final int dimensions;
  private final long[] sizes;

  /** How many leaves there are, a power of two; node {@code n} has children 2n and 2n + 1. */
  private int leaves = 16;

  private long[] most;

  RoomIndex(Layout layout) {
    this.layout = layout;
    this.dimensions = layout.batch().dimensions();
    this.sizes = layout.batch().sizes();
    this.most = new long[2 * leaves * dimensions];
    Arrays.fill(most, NONE);
    for (int bin = 0; bin < layout.bins(); bin++) {
      changed(bin);
    }
  }

  /** The first bin from {@code from} on that has room, the number of bins if there is none. */
  int first(int item, int from) {
    int found = search(1, 0, leaves, item, from);
    return found == NONE ? layout.bins() : found;
  }

  private int search(int node, int begin, int length, int item, int from) {
    if (begin + length <= from || !mayHold(node, item)) {
      return NONE;
    }
    if (length == 1) {
      return begin;
    }
    int half = length / 2;
    int found = search(2 * node, begin, half, item, from);
    return found == NONE ? search(2 * node + 1, begin + half, half, item, from) : found;
  }

  private boolean mayHold(int node, int item) {
    for (int dimension = 0; dimension < dimensions; dimension++) {
      if (sizes[item * dimensions + dimension] > most[node * dimensions + dimension]) {
        return false;
      }
    }
    return true;
  }

  /** Notes what is free in a bin that was opened or filled. */
  void changed(int bin) {
    while (bin >= leaves) {
      grow();
    }
    int node = leaves + bin;
    System.arraycopy(layout.free(), bin * dimensions, most, node * dimensions, dimensions);
    for (int parent = node / 2; parent > 0; parent /= 2) {
      for (int dimension = 0; dimension < dimensions; dimension++) {
        most[parent * dimensions + dimension] =
            Math.max(
                most[2 * parent * dimensions + dimension],
                most[(2 * parent + 1) * dimensions + dimension]);
      }
    }
  }

  private void grow() {
    int known = leaves;
    leaves *= 2;
    most = new long[2 * leaves * dimensions];
    Arrays.fill(most, NONE);
    for (int bin = 0; bin < Math.min(known, layout.bins()); bin++) {
      changed(bin);
    }
  }
}
