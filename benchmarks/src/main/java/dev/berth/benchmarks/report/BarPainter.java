package dev.berth.benchmarks.report;

import dev.berth.benchmarks.report.Svg.Anchor;

/** Draws {@link Panel.Bars}. */
final class BarPainter {
  private static final double ROW = 27;
  private static final double BAR = 17;
  private static final double UNDER = 46;

  private final Svg svg;
  private final Palette palette;

  BarPainter(Svg svg, Palette palette) {
    this.svg = svg;
    this.palette = palette;
  }

  static double heightOf(Panel.Bars panel) {
    return panel.bars().size() * ROW + UNDER;
  }

  void paint(Panel.Bars panel, Area area) {
    double names = 0;
    for (Panel.Bar bar : panel.bars()) {
      names = Math.max(names, Svg.widthOf(bar.name(), 12));
    }
    // The value is written behind its bar, also behind the longest.
    Area plot = area.inset(Math.min(names + 10, area.width() / 2), 0, 58, 0);
    double bottom = plot.top() + panel.bars().size() * ROW;
    for (double tick : panel.values().ticks()) {
      double x = plot.left() + panel.values().position(tick) * plot.width();
      svg.line(x, plot.top(), x, bottom, Palette.GRID, 1);
      svg.text(x, bottom + 16, Numbers.brief(tick), 11, Palette.FAINT_INK, Anchor.MIDDLE);
    }
    double y = plot.top();
    for (Panel.Bar bar : panel.bars()) {
      double length = panel.values().position(bar.value()) * plot.width();
      double middle = y + ROW / 2;
      svg.text(plot.left() - 8, middle + 4, bar.name(), 12, Palette.INK, Anchor.END);
      svg.rectangle(
          plot.left(), middle - BAR / 2, Math.max(length, 1), BAR, palette.colour(bar.series()));
      svg.boldText(
          plot.left() + length + 6,
          middle + 4,
          Numbers.full(bar.value()),
          12,
          Palette.INK,
          Anchor.START);
      y += ROW;
    }
    svg.line(plot.left(), plot.top(), plot.left(), bottom, Palette.FAINT_INK, 1);
    svg.text(
        plot.left() + plot.width() / 2,
        bottom + 36,
        panel.values().label(),
        12,
        Palette.FAINT_INK,
        Anchor.MIDDLE);
  }
}
