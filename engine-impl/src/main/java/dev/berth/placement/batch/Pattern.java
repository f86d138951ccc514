package dev.berth.placement.batch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A way to fill one bin: which kinds it holds, in increasing order, and how many of each. */
final class Pattern {
  private final int type;
  private final int[] kinds;
  private final int[] counts;

  Pattern(int type, int[] kinds, int[] counts) {
    this.type = type;
    this.kinds = kinds;
    this.counts = counts;
  }

  /** The pattern that holds each kind as often as it is listed. */
  static Pattern of(int type, int[] listed) {
    int[] kinds = listed.clone();
    Arrays.sort(kinds);
    int[] counts = new int[kinds.length];
    int distinct = 0;
    for (int kind : kinds) {
      if (distinct > 0 && kinds[distinct - 1] == kind) {
        counts[distinct - 1]++;
      } else {
        kinds[distinct] = kind;
        counts[distinct++] = 1;
      }
    }
    return new Pattern(type, Arrays.copyOf(kinds, distinct), Arrays.copyOf(counts, distinct));
  }

  int type() {
    return type;
  }

  int length() {
    return kinds.length;
  }

  int kind(int index) {
    return kinds[index];
  }

  int count(int index) {
    return counts[index];
  }

  /** Whether all that the pattern holds is left. */
  boolean within(int[] left) {
    for (int index = 0; index < kinds.length; index++) {
      if (counts[index] > left[kinds[index]]) {
        return false;
      }
    }
    return true;
  }

  /** What the pattern's items are worth by prices per kind. */
  double worth(double[] prices) {
    double worth = 0;
    for (int index = 0; index < kinds.length; index++) {
      worth += prices[kinds[index]] * counts[index];
    }
    return worth;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pattern pattern
        && type == pattern.type
        && Arrays.equals(kinds, pattern.kinds)
        && Arrays.equals(counts, pattern.counts);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type + Arrays.hashCode(kinds)) + Arrays.hashCode(counts);
  }
}
