package dev.berth.engine.observe;

import dev.berth.model.HealthCheck;
import dev.berth.model.HealthStatus;
import dev.berth.spi.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts the outcomes of one container's probes and says what they come to.
 *
 * <p>Before the first success probes are frequent, but failures are counted no more often than the
 * interval says, so that a slow start has as much time as under ECS.
 */
final class HealthTally {
  private static final Duration FREQUENT = Duration.ofSeconds(1);

  private final HealthCheck check;
  private final Instant since;
  private boolean passed;
  private int failures;
  private Instant lastCounted;

  /**
   * A tally from {@code since} on.
   *
   * @param passed whether a probe has passed before
   */
  HealthTally(HealthCheck check, Instant since, boolean passed) {
    this.check = check;
    this.since = since;
    this.passed = passed;
    this.lastCounted = since;
  }

  HealthCheck check() {
    return check;
  }

  /** Counts an outcome; gives the health if it decides it. */
  Optional<HealthStatus> count(ProbeResult result, Instant now) {
    return switch (result) {
      case ProbeResult.Passed success -> {
        passed = true;
        failures = 0;
        yield Optional.of(HealthStatus.HEALTHY);
      }
      case ProbeResult.Failed failure -> {
        if (counts(now)) {
          lastCounted = now;
          failures++;
        }
        yield failures >= check.retries() ? Optional.of(HealthStatus.UNHEALTHY) : Optional.empty();
      }
    };
  }

  private boolean counts(Instant now) {
    return passed
        || (!now.isBefore(since.plus(check.startPeriod()))
            && !now.isBefore(lastCounted.plus(check.interval())));
  }

  /** From the end of one probe to the start of the next. */
  Duration pause() {
    boolean frequent = !passed && check.interval().compareTo(FREQUENT) > 0;
    return frequent ? FREQUENT : check.interval();
  }
}
