package dev.berth.benchmarks.report;

import java.util.List;
import java.util.function.Consumer;

/**
 * The order in which subjects are measured side by side: every round measures all of them, and
 * every other round backwards. What the machine does meanwhile then meets all alike, and nobody
 * always runs on the heels of the same neighbour.
 */
public final class Interleaved {
  private Interleaved() {}

  /** Measures each subject once per round. */
  public static <S> void rounds(int rounds, List<S> subjects, Consumer<S> measure) {
    for (int round = 0; round < rounds; round++) {
      for (S subject : round % 2 == 0 ? subjects : subjects.reversed()) {
        measure.accept(subject);
      }
    }
  }
}
