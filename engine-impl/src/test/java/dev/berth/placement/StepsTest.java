package dev.berth.placement;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The steps of the grid's rows and columns. */
class StepsTest {
  private static final long MOST = 1L << 50;

  @Property
  void moreIsNeverALowerStep(
      @ForAll @LongRange(min = 0, max = MOST) long largest,
      @ForAll @IntRange(min = 2, max = 64) int count,
      @ForAll @IntRange(min = 1, max = 5) int mantissa,
      @ForAll @LongRange(min = -MOST, max = MOST) long one,
      @ForAll @LongRange(min = -MOST, max = MOST) long other) {
    Steps steps = new Steps(largest, count, mantissa);

    assertThat(steps.of(Math.min(one, other)))
        .isBetween(0, count - 1)
        .isLessThanOrEqualTo(steps.of(Math.max(one, other)));
  }

  @Property
  void theLowestOfAStepIsTheFirstInIt(
      @ForAll @LongRange(min = 0, max = MOST) long largest,
      @ForAll @IntRange(min = 2, max = 64) int count,
      @ForAll @IntRange(min = 1, max = 5) int mantissa,
      @ForAll @IntRange(min = 0, max = 63) int any) {
    Steps steps = new Steps(largest, count, mantissa);
    int step = any % count;

    assertThat(steps.of(steps.lowest(step))).isEqualTo(step);
    assertThat(steps.of(steps.lowest(step) - 1)).isEqualTo(Math.max(0, step - 1));
  }

  @Property
  void everyAmountUpToTheLargestIsCovered(
      @ForAll @LongRange(min = 0, max = MOST) long largest,
      @ForAll @IntRange(min = 2, max = 64) int count,
      @ForAll @IntRange(min = 1, max = 5) int mantissa) {
    Steps steps = new Steps(largest, count, mantissa);

    assertThat(steps.cover(largest)).isTrue();
    assertThat(steps.cover(-1)).isTrue();
    assertThat(steps.cover(Long.MAX_VALUE)).isFalse();
  }
}
