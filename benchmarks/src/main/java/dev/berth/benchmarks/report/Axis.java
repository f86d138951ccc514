package dev.berth.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** What one direction of a {@link Panel} means, and where on it a value lies. */
public sealed interface Axis {
  /** What is counted, with its unit. */
  String label();

  /** Where a value lies: 0 at the beginning of the axis, 1 at its end. */
  double position(double value);

  /** The values that are marked. */
  List<Double> ticks();

  /** An axis on which equal distances are equal differences, from {@code from} to {@code to}. */
  static Axis linear(String label, double from, double to) {
    return new Linear(label, from, to);
  }

  /** An axis on which equal distances are equal ratios, wide enough for both values. */
  static Axis logarithmic(String label, double least, double greatest) {
    return new Logarithmic(label, least, greatest);
  }

  /** Equal distances are equal differences. */
  record Linear(String label, double from, double to) implements Axis {
    private static final int MOST_TICKS = 6;

    /** Refuses an axis without length. */
    public Linear {
      if (!(from < to)) {
        throw new IllegalArgumentException(
            "axis '%s' must go up, is from %s to %s".formatted(label, from, to));
      }
    }

    @Override
    public double position(double value) {
      return Math.clamp((value - from) / (to - from), 0, 1);
    }

    @Override
    public List<Double> ticks() {
      double step = step();
      List<Double> ticks = new ArrayList<>();
      double epsilon = step / 1e6;
      for (double i = Math.ceil((from - epsilon) / step); i * step <= to + epsilon; i++) {
        // from the index, and rounded, so that no 0.30000000000000004 is written
        ticks.add(Math.rint(i * step * 1e9) / 1e9);
      }
      return ticks;
    }

    private double step() {
      double step = Math.pow(10, Math.floor(Math.log10(to - from)) - 1);
      while (true) {
        for (int factor : new int[] {1, 2, 5}) {
          if ((to - from) / (step * factor) <= MOST_TICKS) {
            return step * factor;
          }
        }
        step *= 10;
      }
    }
  }

  /** Equal distances are equal ratios; begins and ends at a power of ten. */
  record Logarithmic(String label, double least, double greatest) implements Axis {
    /** Refuses what has no logarithm. */
    public Logarithmic {
      if (!(least > 0 && least <= greatest)) {
        throw new IllegalArgumentException(
            "axis '%s' must be positive and go up, is from %s to %s"
                .formatted(label, least, greatest));
      }
    }

    @Override
    public double position(double value) {
      return Math.clamp((Math.log10(value) - first()) / (last() - first()), 0, 1);
    }

    @Override
    public List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      for (int exponent = first(); exponent <= last(); exponent++) {
        ticks.add(Math.pow(10, exponent));
      }
      return ticks;
    }

    private int first() {
      return (int) Math.floor(Math.log10(least) + 1e-9);
    }

    private int last() {
      return Math.max(first() + 1, (int) Math.ceil(Math.log10(greatest) - 1e-9));
    }
  }
}
