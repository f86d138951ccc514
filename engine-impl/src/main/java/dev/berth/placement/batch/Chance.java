package dev.berth.placement.batch;

/** Numbers that look random and follow from the seed alone (SplitMix64, Steele et al. 2014). */
final class Chance {
  private long state;

  Chance(long seed) {
    state = seed;
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** A number from 0 to {@code bound}, which is excluded. */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** A number from 0 to 1, which is excluded. */
  double fraction() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  void shuffle(int[] values, int length) {
    for (int last = length - 1; last > 0; last--) {
      int other = below(last + 1);
      int swapped = values[last];
      values[last] = values[other];
      values[other] = swapped;
    }
  }
}
