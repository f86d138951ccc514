package dev.berth.benchmarks.loop;

import dev.berth.benchmarks.report.Rounds;
import org.HdrHistogram.Histogram;

/**
 * What was carried in some rounds.
 *
 * @param perSecond how much a second
 * @param latency of what was asked for, in nanoseconds
 * @param perAppend events that became durable together
 * @param cpuMicros CPU time of the process by events
 */
record Flow(Rounds perSecond, Histogram latency, Rounds perAppend, Rounds cpuMicros) {
  private static final int DIGITS = 3;

  static Flow empty() {
    return new Flow(new Rounds(), new Histogram(DIGITS), new Rounds(), new Rounds());
  }

  double micros(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e3;
  }
}
