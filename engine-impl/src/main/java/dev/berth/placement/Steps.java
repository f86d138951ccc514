package dev.berth.placement;

/**
 * Maps an amount to one of a number of steps, so many to each power of two, the highest at the
 * largest amount; everything below their range falls into step 0.
 */
final class Steps {
  private final int mantissa;
  private final long[] lowest;
  private final int offset;

  /**
   * Steps up to an amount.
   *
   * @param mantissa the logarithm of how many steps there are to each power of two
   */
  Steps(long largest, int count, int mantissa) {
    this.mantissa = mantissa;
    lowest = new long[count];
    offset = Math.max(0, raw(Math.max(largest, 1)) - (count - 1));
    for (int step = 1; step < count; step++) {
      lowest[step] = inverse(step + offset);
    }
  }

  /** Whether {@code amount} is not beyond the highest step. */
  boolean cover(long amount) {
    return amount <= 0 || raw(amount) - offset < lowest.length;
  }

  /** The step of an amount; that of a negative one is 0. */
  int of(long amount) {
    return amount <= 0 ? 0 : Math.min(lowest.length - 1, Math.max(0, raw(amount) - offset));
  }

  /** The least amount of 0 or more in a step. */
  long lowest(int step) {
    return lowest[step];
  }

  private int raw(long amount) {
    int exponent = 63 - Long.numberOfLeadingZeros(amount);
    return exponent < mantissa
        ? (int) amount
        : ((exponent - mantissa + 1) << mantissa)
            + (int) ((amount >>> (exponent - mantissa)) & ((1 << mantissa) - 1));
  }

  private long inverse(int raw) {
    if (raw < 1 << mantissa) {
      return raw;
    }
    int exponent = (raw >>> mantissa) + mantissa - 1;
    return (long) ((1 << mantissa) | (raw & ((1 << mantissa) - 1))) << (exponent - mantissa);
  }
}
