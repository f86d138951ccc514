package dev.berth.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaunchBackoffTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void doublesFromOneSecondToFifteenMinutes() {
    long[] seconds = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900};
    for (int rounds = 1; rounds <= seconds.length; rounds++) {
      assertThat(LaunchBackoff.delayAfter(rounds))
          .as("after %d rounds", rounds)
          .isEqualTo(Duration.ofSeconds(seconds[rounds - 1]));
    }
    assertThat(LaunchBackoff.delayAfter(100)).isEqualTo(Duration.ofMinutes(15));
    assertThat(LaunchBackoff.delayAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void isOpenUntilAFailureAndAgainAfterItsDelay() {
    LaunchBackoff failed = LaunchBackoff.NONE.failed(START, "no such command");
    LaunchBackoff throttled = failed.throttled(1, START, START.plusSeconds(1));

    assertThat(LaunchBackoff.NONE.open(START)).isTrue();
    assertThat(failed.open(START.plusSeconds(999))).isFalse();
    assertThat(throttled.open(START.plusMillis(999))).isFalse();
    assertThat(throttled.open(START.plusSeconds(1))).isTrue();
  }

  @Test
  void theLateFailuresOfARoundDoNotLengthenTheDelayAgain() {
    LaunchBackoff throttled =
        LaunchBackoff.NONE
            .failed(START, "first")
            .throttled(1, START.plusSeconds(5), START.plusSeconds(6));

    assertThat(throttled.failed(START, "late")).isEqualTo(throttled);
    assertThat(throttled.failed(START.plusSeconds(6), "next").unanswered()).isEqualTo("next");
  }
}
