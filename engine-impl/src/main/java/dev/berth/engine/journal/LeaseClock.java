package dev.berth.engine.journal;

import java.time.Duration;

/**
 * The two clocks of this machine by which a leader knows how long ago it renewed its lease. Either
 * of them alone can be wrong: the monotonic one stands still while the machine is suspended, the
 * wall clock can be set back.
 */
public interface LeaseClock {
  /** Nanoseconds of a clock that never goes back. */
  long nanos();

  /** Milliseconds of the wall clock. */
  long millis();

  /** What both show now. */
  default Reading read() {
    return new Reading(nanos(), millis());
  }

  /** What both clocks showed at one moment. */
  record Reading(long nanos, long millis) {
    /** The time between {@code earlier} and this, by the clock that says more. */
    Duration since(Reading earlier) {
      Duration monotonic = Duration.ofNanos(nanos - earlier.nanos);
      Duration wall = Duration.ofMillis(millis - earlier.millis);
      return monotonic.compareTo(wall) < 0 ? wall : monotonic;
    }
  }
}
