package dev.berth.benchmarks.report;

import java.util.List;

/**
 * A chart: panels under one title and one legend. A series has the same colour in all panels;
 * colours go to the series in the order in which they first come.
 *
 * @param title what the chart says
 * @param subtitle under which circumstances
 * @param footer where and when it was measured
 * @param panels its parts, two in a row
 */
public record Figure(String title, String subtitle, String footer, List<Panel> panels) {
  /** Copies the list. */
  public Figure {
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("a figure needs at least one panel: " + title);
    }
    panels = List.copyOf(panels);
  }

  /** All series, in the order of the legend. */
  List<String> series() {
    return panels.stream().flatMap(panel -> panel.series().stream()).distinct().toList();
  }

  /** The chart as a picture that needs no font on the machine that draws it. */
  public String toSvg() {
    return new FigurePainter(this).paint();
  }
}
