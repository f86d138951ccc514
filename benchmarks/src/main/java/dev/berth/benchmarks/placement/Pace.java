package dev.berth.benchmarks.placement;

/**
 * How many tasks a subject is given at once. It begins with one and grows to what the subject
 * wants, as long as a batch takes no considerable part of a round, because a batch cannot be
 * stopped.
 */
final class Pace {
  private final int most;
  private final long roundNanos;
  private int batch = 1;

  Pace(int most, long roundNanos) {
    this.most = most;
    this.roundNanos = roundNanos;
  }

  int batch() {
    return batch;
  }

  /** Learns how long the last batch took. */
  void took(long nanos) {
    if (nanos < roundNanos / 4) {
      batch = Math.min(2 * batch, most);
    } else if (nanos > roundNanos) {
      batch = Math.max(1, batch / 2);
    }
  }
}
