package dev.berth.benchmarks.report;

import java.util.List;

/** One coordinate system of a {@link Figure}. */
public sealed interface Panel {
  /** What it shows. */
  String title();

  /** The names of its series, which the legend explains. */
  List<String> series();

  /**
   * Horizontal bars, one below the other, each with its name.
   *
   * @param title what it shows
   * @param values the axis along the bars
   * @param bars from top to bottom
   */
  record Bars(String title, Axis values, List<Bar> bars) implements Panel {
    /** Copies the list. */
    public Bars {
      bars = List.copyOf(bars);
    }

    @Override
    public List<String> series() {
      return bars.stream().map(Bar::series).distinct().toList();
    }
  }

  /**
   * Lines through points.
   *
   * @param title what it shows
   * @param across the horizontal axis
   * @param up the vertical axis
   * @param lines in the order in which they are drawn
   */
  record Lines(String title, Axis across, Axis up, List<Line> lines) implements Panel {
    /** Copies the list. */
    public Lines {
      lines = List.copyOf(lines);
    }

    @Override
    public List<String> series() {
      return lines.stream().map(Line::series).toList();
    }
  }

  /**
   * One bar.
   *
   * @param name written before it
   * @param series gives the colour
   * @param value where it ends
   */
  record Bar(String name, String series, double value) {}

  /**
   * One line.
   *
   * @param series gives the colour and the mark
   * @param points from left to right
   */
  record Line(String series, List<Point> points) {
    /** Copies the list. */
    public Line {
      points = List.copyOf(points);
    }
  }

  /**
   * One point of a line.
   *
   * @param x where it stands on the horizontal axis
   * @param y its value, such as the median of rounds
   * @param low the least value of the rounds
   * @param high the greatest value of the rounds
   */
  record Point(double x, double y, double low, double high) {
    /** The median of rounds, with its range. */
    public static Point of(double x, Rounds rounds) {
      return new Point(x, rounds.median(), rounds.min(), rounds.max());
    }
  }
}
