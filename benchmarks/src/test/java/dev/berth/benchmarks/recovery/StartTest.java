package dev.berth.benchmarks.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What one process tells another. */
class StartTest {
  @Test
  void aStartIsReadAsItWasWritten() {
    Start start = new Start(1.25, 3.5e-4, 7_000_001, 7_000_000, 1);
    assertThat(Start.isLine(start.toLine())).isTrue();
    assertThat(Start.ofLine(start.toLine())).isEqualTo(start);
    assertThat(Start.isLine(Maker.READY)).isFalse();
  }
}
