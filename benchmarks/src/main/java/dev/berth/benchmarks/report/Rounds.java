package dev.berth.benchmarks.report;

import java.util.Arrays;

/** The values of one metric, one per round. */
public final class Rounds {
  private double[] values = new double[0];

  /** Takes the value of one more round. */
  public void add(double value) {
    values = Arrays.copyOf(values, values.length + 1);
    values[values.length - 1] = value;
  }

  /** How many rounds there were. */
  public int count() {
    return values.length;
  }

  /** The value in the middle; between the middle two of an even number of rounds. */
  public double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The mean of all values. */
  public double mean() {
    double sum = 0;
    for (double value : sorted()) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The least value. */
  public double min() {
    return sorted()[0];
  }

  /** The greatest value. */
  public double max() {
    double[] sorted = sorted();
    return sorted[sorted.length - 1];
  }

  private double[] sorted() {
    if (values.length == 0) {
      throw new IllegalStateException("no round was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
