package dev.berth.placement.batch;

import dev.berth.InvalidSpecException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long packing may go on: a number of steps, a time, or both. A packing found within a number
 * of steps is the same on every machine; one found within a time is not.
 *
 * @param steps the number of steps, each about the work of a microsecond
 * @param time the time by {@code nanoClock}
 * @param nanoClock tells nanoseconds from any origin, such as {@code System::nanoTime}
 * @param seed what chance is drawn from
 */
public record Budget(long steps, Duration time, LongSupplier nanoClock, long seed) {
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  /**
   * Checks every part.
   *
   * @throws InvalidSpecException if steps or time are negative, or the time is above 292 years
   */
  public Budget {
    if (steps < 0) {
      throw new InvalidSpecException(
          "a budget of steps (%d) must not be negative".formatted(steps));
    }
    if (time.isNegative() || time.compareTo(FOREVER) > 0) {
      throw new InvalidSpecException(
          "a budget of time (%s) must be between 0 and %s".formatted(time, FOREVER));
    }
  }

  /** A number of steps, whatever time they take: the result is the same on every machine. */
  public static Budget steps(long steps) {
    return new Budget(steps, FOREVER, () -> 0, 0);
  }

  /** A time by a clock that tells nanoseconds, such as {@code System::nanoTime}. */
  public static Budget time(Duration time, LongSupplier nanoClock) {
    return new Budget(Long.MAX_VALUE, time, nanoClock, 0);
  }

  /** This budget with chance drawn from {@code changed}. */
  public Budget withSeed(long changed) {
    return new Budget(steps, time, nanoClock, changed);
  }
}
