package dev.berth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians, and the order of rounds. */
class RoundsTest {
  @Test
  void theMedianOfAnOddNumberIsTheMiddle() {
    assertThat(rounds(9, 1, 5).median()).isEqualTo(5);
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(rounds(9, 1, 5, 7).median()).isEqualTo(6);
  }

  @Test
  void oneOutlierChangesTheRangeOnly() {
    Rounds rounds = rounds(5, 5, 5, 1_000, 5);
    assertThat(rounds.median()).isEqualTo(5);
    assertThat(rounds.min()).isEqualTo(5);
    assertThat(rounds.max()).isEqualTo(1_000);
  }

  @Test
  void noRoundHasNoMedian() {
    assertThatThrownBy(() -> new Rounds().median()).hasMessage("no round was measured");
  }

  @Test
  void everyOtherRoundMeasuresTheSubjectsBackwards() {
    List<String> order = new ArrayList<>();
    Interleaved.rounds(3, List.of("a", "b", "c"), order::add);
    assertThat(order).containsExactly("a", "b", "c", "c", "b", "a", "a", "b", "c");
  }

  @Test
  void theBytesOfThisThreadAreCounted() {
    Allocation allocation = Allocation.ofThisThread();
    byte[] bytes = new byte[100_000];
    assertThat(allocation.bytes()).isBetween((long) bytes.length, 200_000L);
  }

  private static Rounds rounds(double... values) {
    Rounds rounds = new Rounds();
    for (double value : values) {
      rounds.add(value);
    }
    return rounds;
  }
}
