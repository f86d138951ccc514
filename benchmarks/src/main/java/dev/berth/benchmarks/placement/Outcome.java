package dev.berth.benchmarks.placement;

import dev.berth.benchmarks.report.Allocation;
import dev.berth.benchmarks.report.Rounds;
import org.HdrHistogram.Histogram;

/** What one subject did in one scenario. */
final class Outcome {
  private static final long LONGEST = 600_000_000_000L;

  private final String subject;
  private final Rounds perSecond = new Rounds();
  private final Rounds bytes = new Rounds();
  private final Histogram nanos = new Histogram(LONGEST, 3);
  private int[] nodes = new int[0];
  private double unplacedPercent;

  Outcome(String subject) {
    this.subject = subject;
  }

  String subject() {
    return subject;
  }

  /** Placements per second, of each round. */
  Rounds perSecond() {
    return perSecond;
  }

  /** Bytes allocated per placement, of each round. */
  Rounds bytes() {
    return bytes;
  }

  /** How many tasks could not be placed, of those that were asked for. */
  double unplacedPercent() {
    return unplacedPercent;
  }

  /** The node of each task of the last fill, of the tasks that were asked for in time. */
  int[] nodes() {
    return nodes;
  }

  void filled(int[] nodesOfTasks) {
    nodes = nodesOfTasks;
  }

  void unplaced(long unplaced, long asked) {
    unplacedPercent = 100.0 * unplaced / Math.max(1, asked);
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
