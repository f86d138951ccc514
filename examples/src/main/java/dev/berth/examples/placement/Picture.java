package dev.berth.examples.placement;

import dev.berth.model.Resources;
import dev.berth.placement.NodeShape;
import dev.berth.placement.Placer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The packed nodes as SVG: a band for each zone, in it a column for each node, in that a bar for
 * each resource, filled from below with the tasks in the colours of their services.
 */
final class Picture {
  private static final int MARGIN = 28;
  private static final int BAR = 6;
  private static final int DEVICE = 5;
  private static final int BETWEEN_NODES = 4;
  private static final int BETWEEN_TYPES = 22;
  private static final int HEADER = 122;
  private static final int TITLE = 18;
  private static final int TALLEST = 138;
  private static final int BAND = TITLE + TALLEST + 50;
  private static final int WIDTH = 1_624;

  private static final String STYLE =
      """
      <style>
        text { font-family: "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; fill: #263238 }
        .title { font-size: 21px; font-weight: bold }
        .zone { font-size: 15px; font-weight: bold }
        .text { font-size: 12.5px; fill: #546e7a }
        .empty { fill: #e8ecef }
        .drained { fill: url(#hatch) }
      </style>
      <defs>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" fill="#e8ecef"/><rect width="2" height="5" fill="#90a4ae"/>
        </pattern>
      </defs>
      """;

  private final Placer placer;
  private final Packed packed;
  private final String drained;
  private final List<Service> services = SampleCluster.services();
  private final StringBuilder svg = new StringBuilder();

  Picture(Placer placer, Packed packed, String drained) {
    this.placer = placer;
    this.packed = packed;
    this.drained = drained;
  }

  String svg() {
    int height = HEADER + BAND * SampleCluster.ZONES.size() + 4;
    svg.setLength(0);
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
            + " height=\"%d\">%n",
        WIDTH, height, WIDTH, height);
    svg.append(STYLE);
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", WIDTH, height);
    text(
        MARGIN,
        40,
        "title",
        String.format(
            Locale.ROOT,
            "%,d tasks on %d of %d nodes",
            packed.tasks(),
            packed.nodesUsed(),
            placer.size()));
    legend();
    int top = HEADER;
    for (String zone : SampleCluster.ZONES) {
      band(zone, top);
      top += BAND;
    }
    return svg.append("</svg>\n").toString();
  }

  private void legend() {
    double left = MARGIN;
    for (Service service : services) {
      add(
          "<rect x=\"%.1f\" y=\"59\" width=\"13\" height=\"13\" rx=\"2\" fill=\"%s\"/>%n",
          left, service.colour());
      String label = service.name() + " \u00d7" + service.tasks();
      text(left + 19, 70, "text", label);
      left += 40 + 7.2 * label.length();
    }
    add("<rect x=\"%.1f\" y=\"59\" width=\"13\" height=\"13\" class=\"drained\"/>%n", left);
    text(left + 19, 70, "text", "drained");
    text(
        MARGIN,
        97,
        "text",
        "Each column is a node, as tall as it is large: CPU on the left, memory on the right, then"
            + " a narrow bar for each GPU. Each block is a task; light grey is free.");
  }

  private void band(String zone, int top) {
    String usage =
        String.format(
            Locale.ROOT,
            "CPU %.0f %% used, memory %.0f %%, GPUs %.0f %%",
            packed.percent(Resources.CPU, zone),
            packed.percent(Resources.MEMORY, zone),
            packed.percent(Resources.GPU, zone));
    add(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#cfd8dc\"/>%n",
        MARGIN, top, WIDTH - MARGIN, top);
    text(MARGIN, top + 24, "zone", "zone " + zone);
    text(MARGIN + 70, top + 24, "text", usage);
    int bottom = top + TITLE + TALLEST + 12;
    int left = MARGIN;
    for (NodeType type : NodeType.values()) {
      int from = left;
      for (int node = 0; node < placer.size(); node++) {
        NodeShape shape = placer.node(node);
        if (shape.attribute("zone").equals(zone) && shape.attribute("type").equals(type.label())) {
          left += node(shape, type, left, bottom) + BETWEEN_NODES;
        }
      }
      text(
          from,
          bottom + 20,
          "text",
          "%d %s: %s".formatted(type.inEachZone(), type.label(), type.size()));
      left += BETWEEN_TYPES;
    }
  }

  /** Draws a node; returns its width. */
  private int node(NodeShape shape, NodeType type, int left, int bottom) {
    int height = height(type);
    add("<g><title>%s, %s</title>%n", shape.name(), shape.attribute("disk"));
    List<Packed.Task> tasks =
        packed.on(shape.name()).stream()
            .sorted(Comparator.comparingInt(task -> services.indexOf(task.service())))
            .toList();
    bar(shape, tasks, Resources.CPU, left, bottom, height);
    bar(shape, tasks, Resources.MEMORY, left + BAR + 1, bottom, height);
    int width = 2 * BAR + 1;
    for (int device = 0; device < type.gpus(); device++) {
      device(shape, tasks, device, left + width + 2, bottom, height);
      width += DEVICE + 2;
    }
    svg.append("</g>\n");
    return width;
  }

  private void bar(
      NodeShape shape, List<Packed.Task> tasks, String resource, int left, int bottom, int height) {
    background(shape, left, bottom, BAR, height);
    double scale = (double) height / shape.capacity().get(resource);
    double y = bottom;
    for (Packed.Task task : tasks) {
      y = block(task, left, y, BAR, task.uses(resource) * scale);
    }
  }

  private void device(
      NodeShape shape, List<Packed.Task> tasks, int device, int left, int bottom, int height) {
    background(shape, left, bottom, DEVICE, height);
    double y = bottom;
    for (Packed.Task task : tasks) {
      List<Integer> devices = task.placed().devices();
      if (devices.contains(device)) {
        y = block(task, left, y, DEVICE, task.uses(Resources.GPU) / devices.size() * height);
      }
    }
  }

  private void background(NodeShape shape, int left, int bottom, int width, int height) {
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"%s\"/>%n",
        left, bottom - height, width, height, shape.name().equals(drained) ? "drained" : "empty");
  }

  /** Draws a task's block upon what is there; returns where the next one stands. */
  private double block(Packed.Task task, int left, double bottom, int width, double height) {
    // A thin gap tells tasks of one service apart, where there is room for it.
    double gap = Math.min(0.7, height / 5);
    add(
        "<rect x=\"%d\" y=\"%.2f\" width=\"%d\" height=\"%.2f\" fill=\"%s\"/>%n",
        left, bottom - height, width, height - gap, task.service().colour());
    return bottom - height;
  }

  private static int height(NodeType type) {
    return switch (type) {
      case SMALL -> 60;
      case MEDIUM -> 84;
      case LARGE -> 110;
      case GPU -> TALLEST;
    };
  }

  private void text(double x, double y, String style, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>%n", x, y, style, text);
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments));
  }
}
