package dev.berth.benchmarks.report;

import java.util.List;

/**
 * The look of each series of a figure: Okabe and Ito's colours, which people with any kind of
 * colour vision tell apart, and beside the colour a mark of its own shape.
 */
final class Palette {
  static final String INK = "#1f2933";
  static final String FAINT_INK = "#616e7c";
  static final String GRID = "#e4e7eb";
  static final String PAPER = "#ffffff";

  /** Blue, vermilion, bluish green, orange, reddish purple, sky blue, black. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#e69f00", "#cc79a7", "#56b4e9", "#000000");

  private final List<String> series;

  Palette(List<String> series) {
    this.series = series;
  }

  String colour(String name) {
    return COLOURS.get(index(name) % COLOURS.size());
  }

  /** Draws the mark of a series: a disc, square, triangle or diamond. */
  void mark(Svg svg, String name, double x, double y) {
    String path =
        switch (index(name) % 4) {
          case 0 -> octagon(x, y, 5);
          case 1 -> polygon(x - 4.5, y - 4.5, x + 4.5, y - 4.5, x + 4.5, y + 4.5, x - 4.5, y + 4.5);
          case 2 -> polygon(x, y - 6, x + 5.5, y + 4.5, x - 5.5, y + 4.5);
          case 3 -> polygon(x, y - 6, x + 6, y, x, y + 6, x - 6, y);
          default -> throw new IllegalStateException(name);
        };
    svg.path(path, colour(name), true);
  }

  private int index(String name) {
    int index = series.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no series '%s', only %s".formatted(name, series));
    }
    return index;
  }

  private static String octagon(double x, double y, double radius) {
    double[] corners = new double[32];
    for (int i = 0; i < 16; i++) {
      corners[2 * i] = x + radius * Math.cos(Math.PI * i / 8);
      corners[2 * i + 1] = y + radius * Math.sin(Math.PI * i / 8);
    }
    return polygon(corners);
  }

  private static String polygon(double... corners) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < corners.length; i += 2) {
      path.append(i == 0 ? 'M' : 'L')
          .append(Svg.number(corners[i]))
          .append(' ')
          .append(Svg.number(corners[i + 1]));
    }
    return path.append('Z').toString();
  }
}
