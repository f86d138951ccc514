package dev.berth.engine.state;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a service remembers of tasks that stopped before they were RUNNING.
 *
 * <p>Rounds of failures are counted, not failures: fifty tasks that were asked for together and
 * fail together lengthen the delay once. The delay is one second after the first round and doubles
 * with each, up to 15 minutes; failures after RUNNING never lengthen it, and a task that becomes
 * RUNNING ends it. ECS has the same rule and ceiling and leaves its curve unpublished.
 *
 * @param rounds failed rounds in a row
 * @param since when the present delay was set; failures of tasks asked for before do not count
 * @param until when the next task may be asked for
 * @param unanswered why a task of the newest round failed, until a delay is set for it
 */
public record LaunchBackoff(
    int rounds, @Nullable Instant since, @Nullable Instant until, @Nullable String unanswered) {
  /** Nothing failed. */
  public static final LaunchBackoff NONE = new LaunchBackoff(0, null, null, null);

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** The delay after that many failed rounds in a row. */
  public static Duration delayAfter(int rounds) {
    Duration delay = FIRST.multipliedBy(1L << Math.min(rounds - 1, 20));
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }

  LaunchBackoff failed(Instant requestedAt, String reason) {
    boolean newestRound = since == null || !requestedAt.isBefore(since);
    return newestRound ? new LaunchBackoff(rounds, since, until, reason) : this;
  }

  LaunchBackoff throttled(int failures, Instant at, Instant next) {
    return new LaunchBackoff(failures, at, next, null);
  }

  /** Whether a task may be asked for. */
  public boolean open(Instant now) {
    return unanswered == null && (until == null || !now.isBefore(until));
  }
}
