package dev.berth.benchmarks.vectorpack;

import java.util.Arrays;

/** A problem of vector bin packing: items to be put into as few identical bins as possible. */
final class Instance {
  private final String name;
  private final long[] capacity;
  private final long[][] items;

  /**
   * An instance.
   *
   * @param name such as {@code class1_20_3_0}: class, items, dimensions, number
   * @param capacity what a bin holds of each dimension
   * @param items what each item needs of each dimension
   */
  Instance(String name, long[] capacity, long[][] items) {
    this.name = name;
    this.capacity = capacity;
    this.items = items;
  }

  String name() {
    return name;
  }

  int dimensions() {
    return capacity.length;
  }

  int size() {
    return items.length;
  }

  /** What a bin holds of each dimension; not to be written. */
  long[] capacity() {
    return capacity;
  }

  /** What each item needs of each dimension; not to be written. */
  long[][] items() {
    return items;
  }

  /** What the instance has in common with its siblings: all of its name but the number. */
  static String stratumOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('_')));
  }

  /**
   * How many bins a packing uses.
   *
   * @param binOf the bin of each item
   * @throws IllegalStateException if an item is in no bin or a bin holds more than it can
   */
  int bins(int[] binOf) {
    if (binOf.length != items.length) {
      throw new IllegalStateException(
          "%s has %d items, %d are packed".formatted(name, items.length, binOf.length));
    }
    int highest = Arrays.stream(binOf).max().orElse(-1);
    long[][] loads = new long[highest + 1][];
    int used = 0;
    for (int item = 0; item < items.length; item++) {
      if (binOf[item] < 0) {
        throw new IllegalStateException("item %d of %s is in no bin".formatted(item, name));
      }
      if (loads[binOf[item]] == null) {
        loads[binOf[item]] = new long[dimensions()];
        used++;
      }
      long[] load = loads[binOf[item]];
      for (int dimension = 0; dimension < dimensions(); dimension++) {
        load[dimension] += items[item][dimension];
        if (load[dimension] > capacity[dimension]) {
          throw new IllegalStateException(
              "bin %d of %s holds %d of dimension %d, at most %d fit"
                  .formatted(binOf[item], name, load[dimension], dimension, capacity[dimension]));
        }
      }
    }
    return used;
  }
}
