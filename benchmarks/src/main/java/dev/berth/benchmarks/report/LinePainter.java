package dev.berth.benchmarks.report;

import dev.berth.benchmarks.report.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;

/** Draws {@link Panel.Lines}: the range of the rounds as a thin upright line behind each mark. */
final class LinePainter {
  private static final double LABEL_SIZE = 11;

  private final Svg svg;
  private final Palette palette;

  LinePainter(Svg svg, Palette palette) {
    this.svg = svg;
    this.palette = palette;
  }

  void paint(Panel.Lines panel, Area area) {
    Area plot = area.inset(66, 6, 30, 46);
    axes(panel, plot);
    // Clear of the frame, so that no mark stands on it.
    Area points = plot.inset(26, 14, 26, 14);
    List<Area> taken = new ArrayList<>();
    for (Panel.Line line : panel.lines()) {
      line(panel, line, points, taken);
    }
    for (Panel.Line line : panel.lines()) {
      for (Panel.Point point : line.points()) {
        label(
            Numbers.brief(point.y()),
            line.series(),
            x(panel, point, points),
            y(panel, point.y(), points),
            plot,
            taken);
      }
    }
  }

  private void axes(Panel.Lines panel, Area plot) {
    Area points = plot.inset(26, 14, 26, 14);
    for (double tick : panel.up().ticks()) {
      double y = y(panel, tick, points);
      svg.line(plot.left(), y, plot.right(), y, Palette.GRID, 1);
      svg.text(plot.left() - 8, y + 4, Numbers.brief(tick), 11, Palette.FAINT_INK, Anchor.END);
    }
    for (double tick : panel.across().ticks()) {
      double x = points.left() + panel.across().position(tick) * points.width();
      svg.line(x, plot.bottom(), x, plot.bottom() + 5, Palette.FAINT_INK, 1);
      svg.text(x, plot.bottom() + 18, Numbers.brief(tick), 11, Palette.FAINT_INK, Anchor.MIDDLE);
    }
    svg.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), Palette.FAINT_INK, 1);
    svg.text(
        plot.left() + plot.width() / 2,
        plot.bottom() + 38,
        panel.across().label(),
        12,
        Palette.FAINT_INK,
        Anchor.MIDDLE);
    svg.upwardText(
        plot.left() - 50,
        plot.top() + plot.height() / 2,
        panel.up().label(),
        12,
        Palette.FAINT_INK);
  }

  private void line(Panel.Lines panel, Panel.Line line, Area points, List<Area> taken) {
    String colour = palette.colour(line.series());
    StringBuilder path = new StringBuilder();
    for (Panel.Point point : line.points()) {
      double x = x(panel, point, points);
      double y = y(panel, point.y(), points);
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(Svg.number(x))
          .append(' ')
          .append(Svg.number(y));
      svg.line(x, y(panel, point.low(), points), x, y(panel, point.high(), points), colour, 1);
    }
    svg.path(path.toString(), colour, false);
    for (Panel.Point point : line.points()) {
      double x = x(panel, point, points);
      double y = y(panel, point.y(), points);
      palette.mark(svg, line.series(), x, y);
      taken.add(new Area(x - 6, y - 6, 12, 12));
      double top = y(panel, point.high(), points);
      taken.add(new Area(x - 1, top, 2, y(panel, point.low(), points) - top));
    }
  }

  /** Writes a value above its mark, or where else there is room; where there is none, nowhere. */
  private void label(String value, String series, double x, double y, Area plot, List<Area> taken) {
    double width = Svg.widthOf(value, LABEL_SIZE);
    List<Area> places =
        List.of(
            new Area(x - width / 2, y - 9 - LABEL_SIZE, width, LABEL_SIZE),
            new Area(x - width / 2, y + 9, width, LABEL_SIZE),
            new Area(x + 9, y - LABEL_SIZE / 2, width, LABEL_SIZE),
            new Area(x - 9 - width, y - LABEL_SIZE / 2, width, LABEL_SIZE));
    for (Area place : places) {
      if (plot.contains(place) && taken.stream().noneMatch(place::overlaps)) {
        taken.add(place);
        svg.boldText(
            place.left() + width / 2,
            place.bottom() - 1,
            value,
            LABEL_SIZE,
            palette.colour(series),
            Anchor.MIDDLE);
        return;
      }
    }
  }

  private static double x(Panel.Lines panel, Panel.Point point, Area points) {
    return points.left() + panel.across().position(point.x()) * points.width();
  }

  private static double y(Panel.Lines panel, double value, Area points) {
    return points.bottom() - panel.up().position(value) * points.height();
  }
}
