package dev.berth.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimersTest {
  private static final Wake A = new Wake.OfCall(1);
  private static final Wake B = new Wake.OfCall(2);
  private static final Wake C = new Wake.OfCall(3);

  private final Timers timers = new Timers();

  @Test
  void wakesInTheOrderOfTimeAndThenOfSetting() {
    timers.set(C, at(20));
    timers.set(B, at(10));
    timers.set(A, at(10));

    assertThat(timers.due(at(9))).isEmpty();
    assertThat(timers.due(at(20))).containsExactly(B, A, C);
    assertThat(timers.due(at(99))).isEmpty();
    assertThat(timers.next()).isEmpty();
  }

  @Test
  void settingATimerEarlierMovesIt() {
    timers.set(A, at(20));
    timers.set(A, at(10));

    assertThat(timers.next()).contains(at(10));
    assertThat(timers.due(at(10))).containsExactly(A);
    assertThat(timers.next()).isEmpty();
    assertThat(timers.due(at(20))).isEmpty();
  }

  @Test
  void settingATimerLaterLeavesIt() {
    timers.set(A, at(10));
    timers.set(A, at(20));

    assertThat(timers.due(at(10))).containsExactly(A);
    assertThat(timers.due(at(20))).isEmpty();
  }

  @Test
  void aTimerThatWasMovedAndSetAgainWakesOnce() {
    timers.set(A, at(20));
    timers.set(A, at(10));
    assertThat(timers.due(at(10))).containsExactly(A);
    timers.set(A, at(20));

    assertThat(timers.due(at(20))).containsExactly(A);
    assertThat(timers.due(at(20))).isEmpty();
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }
}
