package dev.berth.benchmarks.report;

import dev.berth.benchmarks.report.Svg.Anchor;
import java.util.List;

/** Lays a {@link Figure} out: title, legend, panels two in a row, footer. */
final class FigurePainter {
  private static final double MARGIN = 28;
  private static final double GAP = 32;
  private static final double PANEL_WIDTH = 580;
  private static final double LINES_HEIGHT = 360;
  private static final double HEAD = 108;
  private static final double FOOT = 34;

  private final Figure figure;
  private final int columns;
  private final Palette palette;
  private final Svg svg;
  private final double width;
  private final double height;

  FigurePainter(Figure figure) {
    this.figure = figure;
    this.columns = Math.min(2, figure.panels().size());
    this.palette = new Palette(figure.series());
    this.width = 2 * MARGIN + Math.max(columns * PANEL_WIDTH + (columns - 1) * GAP, 760);
    double panels = 0;
    for (int i = 0; i < figure.panels().size(); i += columns) {
      panels += heightOfRow(i) + GAP;
    }
    this.height = HEAD + panels - GAP + FOOT + MARGIN;
    this.svg = new Svg(width, height, figure.title());
  }

  String paint() {
    svg.rectangle(0, 0, width, height, Palette.PAPER);
    svg.boldText(MARGIN, 40, figure.title(), 21, Palette.INK, Anchor.START);
    svg.text(MARGIN, 62, figure.subtitle(), 13, Palette.FAINT_INK, Anchor.START);
    legend();
    double top = HEAD;
    for (int i = 0; i < figure.panels().size(); i += columns) {
      for (int column = 0; column < columns && i + column < figure.panels().size(); column++) {
        double each = (width - 2 * MARGIN - (columns - 1) * GAP) / columns;
        double left = MARGIN + column * (each + GAP);
        panel(figure.panels().get(i + column), new Area(left, top, each, heightOfRow(i)));
      }
      top += heightOfRow(i) + GAP;
    }
    svg.text(MARGIN, height - 18, figure.footer(), 11, Palette.FAINT_INK, Anchor.START);
    return svg.finished();
  }

  private void panel(Panel panel, Area area) {
    svg.boldText(area.left(), area.top() + 14, panel.title(), 14, Palette.INK, Anchor.START);
    Area below = area.inset(0, 30, 0, 0);
    switch (panel) {
      case Panel.Bars bars -> new BarPainter(svg, palette).paint(bars, below);
      case Panel.Lines lines -> new LinePainter(svg, palette).paint(lines, below);
    }
  }

  private void legend() {
    double x = MARGIN;
    for (String name : figure.series()) {
      palette.mark(svg, name, x + 6, 84);
      svg.text(x + 18, 88.5, name, 13, Palette.INK, Anchor.START);
      x += 18 + Svg.widthOf(name, 13) + 22;
    }
  }

  /** Panels beside each other end at the same height. */
  private double heightOfRow(int first) {
    List<Panel> row =
        figure.panels().subList(first, Math.min(first + columns, figure.panels().size()));
    double highest = 0;
    for (Panel panel : row) {
      double needed =
          switch (panel) {
            case Panel.Bars bars -> 30 + BarPainter.heightOf(bars);
            case Panel.Lines lines -> LINES_HEIGHT;
          };
      highest = Math.max(highest, needed);
    }
    return highest;
  }
}
