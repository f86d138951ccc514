package dev.berth.benchmarks.placement;

import java.util.Arrays;

/** An amount of each dimension: what a node has, or what a task needs. */
final class Amounts {
  private final long[] values;

  Amounts(long... values) {
    this.values = values.clone();
  }

  long get(int dimension) {
    return values[dimension];
  }

  int dimensions() {
    return values.length;
  }

  /** All amounts; not to be written. */
  long[] toArray() {
    return values;
  }

  /** The same without the dimensions from {@code dimensions} on. */
  Amounts first(int dimensions) {
    return new Amounts(Arrays.copyOf(values, dimensions));
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
