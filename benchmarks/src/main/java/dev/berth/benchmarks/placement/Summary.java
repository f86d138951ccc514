package dev.berth.benchmarks.placement;

import dev.berth.benchmarks.placement.Scenario.Kind;
import dev.berth.benchmarks.report.Axis;
import dev.berth.benchmarks.report.Figure;
import dev.berth.benchmarks.report.Machine;
import dev.berth.benchmarks.report.Numbers;
import dev.berth.benchmarks.report.Panel;
import dev.berth.benchmarks.report.Report;
import dev.berth.benchmarks.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Tells what was measured: as figures, as a table and as a chart. */
final class Summary {
  private final List<Measured> all;

  Summary(List<Measured> all) {
    this.all = all;
  }

  void tell(Report report) {
    for (Measured measured : all) {
      for (Outcome outcome : measured.outcomes()) {
        String name = measured.scenario().label() + ", " + outcome.subject();
        report.add(name, "throughput", outcome.perSecond(), "placements/s");
        report.add(name, "latency p50", outcome.latency(50), "ns");
        report.add(name, "latency p99", outcome.latency(99), "ns");
        report.add(name, "allocated", outcome.bytes().median(), "B/placement");
        report.add(name, "unplaced", outcome.unplacedPercent(), "%");
        if (measured.comparedTasks() > 0) {
          int used = Fill.nodesUsed(outcome, measured.comparedTasks());
          report.add(name, "placed in time", outcome.nodes().length, "tasks");
          report.add(name, "compared", measured.comparedTasks(), "tasks");
          report.add(name, "nodes used", used, "nodes");
          report.add(name, "lower bound", measured.lowerBound(), "nodes");
        }
      }
    }
  }

  Table table() {
    Table table =
        new Table(
            List.of(
                "case",
                "subject",
                "placements/s",
                "min",
                "max",
                "p50 [ns]",
                "p99 [ns]",
                "B/placement",
                "unplaced [%]",
                "nodes / bound"));
    for (Measured measured : all) {
      for (Outcome outcome : measured.outcomes()) {
        table.row(
            List.of(
                measured.scenario().label(),
                outcome.subject(),
                Numbers.brief(outcome.perSecond().median()),
                Numbers.brief(outcome.perSecond().min()),
                Numbers.brief(outcome.perSecond().max()),
                Numbers.full(outcome.latency(50)),
                Numbers.full(outcome.latency(99)),
                Numbers.brief(outcome.bytes().median()),
                Numbers.brief(outcome.unplacedPercent()),
                nodes(measured, outcome)));
      }
    }
    return table;
  }

  private static String nodes(Measured measured, Outcome outcome) {
    return measured.comparedTasks() == 0
        ? ""
        : "%,d / %,d"
            .formatted(Fill.nodesUsed(outcome, measured.comparedTasks()), measured.lowerBound());
  }

  /** One panel for each kind of case that was measured, in the order of the cases. */
  Figure figure(int rounds, Duration round) {
    SequencedMap<String, List<Measured>> groups = new LinkedHashMap<>();
    for (Measured measured : all) {
      Scenario scenario = measured.scenario();
      String group =
          "%s, %d dimensions%s"
              .formatted(
                  scenario.kind() == Kind.FILL ? "Filling empty nodes" : "Churn at 85 % full",
                  scenario.dimensions(),
                  scenario.constrained() ? ", constrained" : "");
      groups.computeIfAbsent(group, name -> new ArrayList<>()).add(measured);
    }
    List<Panel> panels = new ArrayList<>();
    groups.forEach((title, group) -> panels.add(panel(title, group)));
    return new Figure(
        "Placements per second by the number of nodes",
        "one decision at a time (Fenzo: batches, on all cores); median of %d rounds of %d ms, the upright line is their range"
            .formatted(rounds, round.toMillis()),
        Machine.describe(),
        panels);
  }

  private static Panel panel(String title, List<Measured> group) {
    Map<String, List<Panel.Point>> points = new LinkedHashMap<>();
    double least = Double.MAX_VALUE;
    double greatest = 1;
    for (Measured measured : group) {
      for (Outcome outcome : measured.outcomes()) {
        points
            .computeIfAbsent(outcome.subject(), name -> new ArrayList<>())
            .add(Panel.Point.of(measured.scenario().nodes(), outcome.perSecond()));
        least = Math.min(least, outcome.perSecond().min());
        greatest = Math.max(greatest, outcome.perSecond().max());
      }
    }
    List<Panel.Line> lines = new ArrayList<>();
    points.forEach((subject, line) -> lines.add(new Panel.Line(subject, line)));
    return new Panel.Lines(
        title,
        Axis.logarithmic(
            "nodes",
            group.stream().mapToInt(measured -> measured.scenario().nodes()).min().orElse(1),
            group.stream().mapToInt(measured -> measured.scenario().nodes()).max().orElse(1)),
        Axis.logarithmic("placements per second", least, greatest),
        lines);
  }
}
