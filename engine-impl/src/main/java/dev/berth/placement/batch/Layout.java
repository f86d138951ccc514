package dev.berth.placement.batch;

import java.util.Arrays;

/** A packing under change: bins with their members and what is free in them. */
final class Layout {
  private static final int[] NO_MEMBERS = {};

  private final VectorBatch batch;
  private final int dimensions;
  private final long[] sizes;
  private int bins;
  private int[] typeOf = new int[16];
  private int[][] members = new int[16][];
  private int[] counts = new int[16];
  private long[] free;
  private final int[] binOf;
  private final int[] slotOf;
  private final int[] openOfType;
  private int packed;
  private long cost;

  Layout(VectorBatch batch) {
    this.batch = batch;
    this.dimensions = batch.dimensions();
    this.sizes = batch.sizes();
    this.free = new long[16 * dimensions];
    this.binOf = new int[batch.items()];
    this.slotOf = new int[batch.items()];
    this.openOfType = new int[batch.types().size()];
    Arrays.fill(binOf, VectorPacking.NOWHERE);
  }

  /** The layout of a packing, to be changed. */
  static Layout of(VectorBatch batch, int[] binOf, int[] typeOf) {
    Layout layout = new Layout(batch);
    for (int type : typeOf) {
      layout.open(type);
    }
    for (int item = 0; item < binOf.length; item++) {
      if (binOf[item] != VectorPacking.NOWHERE) {
        layout.put(item, binOf[item]);
      }
    }
    return layout;
  }

  Layout copy() {
    return of(batch, binOf, types());
  }

  VectorBatch batch() {
    return batch;
  }

  int bins() {
    return bins;
  }

  int typeOf(int bin) {
    return typeOf[bin];
  }

  int[] types() {
    return Arrays.copyOf(typeOf, bins);
  }

  int binOf(int item) {
    return binOf[item];
  }

  int[] assignment() {
    return binOf.clone();
  }

  int count(int bin) {
    return counts[bin];
  }

  /** The members of a bin are the first {@link #count} elements; not to be written. */
  int[] members(int bin) {
    return members[bin];
  }

  /** What is free in the bins, bin after bin; not to be written. */
  long[] free() {
    return free;
  }

  int unpacked() {
    return batch.items() - packed;
  }

  long cost() {
    return cost;
  }

  boolean mayOpen(int type) {
    return openOfType[type] < batch.types().get(type).limit();
  }

  int open(int type) {
    if (bins == typeOf.length) {
      grow();
    }
    BinType opened = batch.types().get(type);
    typeOf[bins] = type;
    members[bins] = NO_MEMBERS;
    counts[bins] = 0;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      free[bins * dimensions + dimension] = opened.capacity(dimension);
    }
    openOfType[type]++;
    cost += opened.cost();
    return bins++;
  }

  private void grow() {
    int room = bins * 2;
    typeOf = Arrays.copyOf(typeOf, room);
    members = Arrays.copyOf(members, room);
    counts = Arrays.copyOf(counts, room);
    free = Arrays.copyOf(free, room * dimensions);
  }

  /** Removes a bin with its members, which are then nowhere; the last bin takes its number. */
  void close(int bin) {
    while (counts[bin] > 0) {
      take(members[bin][counts[bin] - 1]);
    }
    openOfType[typeOf[bin]]--;
    cost -= batch.types().get(typeOf[bin]).cost();
    bins--;
    typeOf[bin] = typeOf[bins];
    members[bin] = members[bins];
    counts[bin] = counts[bins];
    System.arraycopy(free, bins * dimensions, free, bin * dimensions, dimensions);
    for (int slot = 0; slot < counts[bin]; slot++) {
      binOf[members[bin][slot]] = bin;
    }
  }

  void closeEmpty() {
    for (int bin = bins - 1; bin >= 0; bin--) {
      if (counts[bin] == 0) {
        close(bin);
      }
    }
  }

  boolean fits(int item, int bin) {
    int size = item * dimensions;
    int room = bin * dimensions;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      if (sizes[size + dimension] > free[room + dimension]) {
        return false;
      }
    }
    return true;
  }

  void put(int item, int bin) {
    int size = item * dimensions;
    int room = bin * dimensions;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      free[room + dimension] -= sizes[size + dimension];
    }
    int slot = counts[bin]++;
    if (slot == members[bin].length) {
      members[bin] = Arrays.copyOf(members[bin], Math.max(4, slot * 2));
    }
    members[bin][slot] = item;
    slotOf[item] = slot;
    binOf[item] = bin;
    packed++;
  }

  void take(int item) {
    int bin = binOf[item];
    int size = item * dimensions;
    int room = bin * dimensions;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      free[room + dimension] += sizes[size + dimension];
    }
    int last = members[bin][--counts[bin]];
    members[bin][slotOf[item]] = last;
    slotOf[last] = slotOf[item];
    binOf[item] = VectorPacking.NOWHERE;
    packed--;
  }
}
