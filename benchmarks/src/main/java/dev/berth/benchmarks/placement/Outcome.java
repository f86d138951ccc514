package dev.berth.benchmarks.placement;

import dev.berth.benchmarks.report.Allocation;
import dev.berth.benchmarks.report.Rounds;
import org.HdrHistogram.Histogram;

/** What one subject did in one scenario. */
final class Outcome {
  private static final long LONGEST = 600_000_000_000L;

  final String subject;
  final Rounds perSecond = new Rounds();
  final Rounds bytes = new Rounds();
  final Histogram nanos = new Histogram(LONGEST, 3);
  long asked;
  long unplaced;

  /** The node of each task of a fill, of the tasks that were asked for in time. */
  int[] nodes = new int[0];

  Outcome(String subject) {
    this.subject = subject;
  }

  static Allocation allocation(Subject subject) {
    return subject.hasThreads() ? Allocation.ofAllThreads() : Allocation.ofThisThread();
  }

  /** Notes one round. */
  void round(long tasks, long elapsedNanos, long allocated) {
    perSecond.add(tasks * 1e9 / Math.max(1, elapsedNanos));
    bytes.add((double) allocated / Math.max(1, tasks));
  }

  /** The time that so many percent of the placements did not exceed, in nanoseconds. */
  double latency(double percent) {
    return (double) nanos.getValueAtPercentile(percent);
  }

  /** Notes how long a batch took; each of its tasks waited its share. */
  void latency(long elapsedNanos, int tasks) {
    nanos.recordValueWithCount(Math.min(Math.max(1, elapsedNanos / tasks), LONGEST), tasks);
  }
}
