package dev.berth.benchmarks.recovery;

import dev.berth.benchmarks.recovery.RecoveryBenchmark.Outcome;
import dev.berth.benchmarks.report.Axis;
import dev.berth.benchmarks.report.Figure;
import dev.berth.benchmarks.report.Machine;
import dev.berth.benchmarks.report.Numbers;
import dev.berth.benchmarks.report.Panel;
import dev.berth.benchmarks.report.Report;
import dev.berth.benchmarks.report.Rounds;
import dev.berth.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Tells what was measured: as figures, as a table and as a chart. */
final class Summary {
  private final List<Outcome> byEvents;
  private final List<Outcome> byTasks;
  private final int rounds;

  Summary(List<Outcome> byEvents, List<Outcome> byTasks, int rounds) {
    this.byEvents = byEvents;
    this.byTasks = byTasks;
    this.rounds = rounds;
  }

  private static Rounds rounds(List<Start> starts, ToDoubleFunction<Start> value) {
    Rounds rounds = new Rounds();
    starts.forEach(start -> rounds.add(value.applyAsDouble(start)));
    return rounds;
  }

  /** All starts found the same journal, but for the few events that starts write. */
  private static double events(List<Start> starts) {
    return rounds(starts, Start::events).median();
  }

  private static String label(Outcome outcome) {
    return "%,d tasks, %s events, %s"
        .formatted(
            outcome.left().tasks(),
            Numbers.brief(events(outcome.starts())),
            outcome.ending().label());
  }

  void tell(Report report) {
    each(outcome -> {
      List<Start> starts = outcome.starts();
      String name = label(outcome);
      report.add(name, "tasks", outcome.left().tasks(), "tasks");
      report.add(name, "events in all", events(starts), "events");
      report.add(
          name, "events in the snapshot", rounds(starts, Start::snapshot).median(), "events");
      report.add(name, "events replayed", rounds(starts, Start::replayed).median(), "events");
      report.add(name, "start returned", rounds(starts, Start::startSeconds), "s");
      report.add(name, "serves", rounds(starts, Start::servesSeconds), "s");
    });
  }

  private void each(Consumer<Outcome> visitor) {
    Stream.concat(byEvents.stream(), byTasks.stream()).forEach(visitor);
  }

  String text() {
    Table table =
        new Table(
            List.of(
                "the engine before",
                "tasks",
                "events in all",
                "in the snapshot",
                "replayed",
                "start returned [s]",
                "serves [s]",
                "min",
                "max"));
    each(outcome -> {
      List<Start> starts = outcome.starts();
      Rounds serves = rounds(starts, Start::servesSeconds);
      table.row(
          List.of(
              outcome.ending().label(),
              Numbers.full(outcome.left().tasks()),
              Numbers.full(events(starts)),
              Numbers.full(rounds(starts, Start::snapshot).median()),
              Numbers.full(rounds(starts, Start::replayed).median()),
              Numbers.brief(rounds(starts, Start::startSeconds).median()),
              Numbers.brief(serves.median()),
              Numbers.brief(serves.min()),
              Numbers.brief(serves.max())));
    });
    return "%s%n%nEach start in a new process; what the JVM itself needs to start does not count.%n"
        .formatted(table);
  }

  Figure figure() {
    return new Figure(
        "Until an engine serves again",
        "a new process each time; SQLite; nodes are simulated; median of %d rounds, the upright line is their range"
            .formatted(rounds),
        Machine.describe(),
        List.of(
            panel(
                "By events; %,d tasks run".formatted(byEvents.getFirst().left().tasks()),
                "events of the journal",
                byEvents,
                true),
            panel("By tasks that run", "tasks", byTasks, false)));
  }

  private static Panel panel(
      String title, String across, List<Outcome> outcomes, boolean byEvents) {
    List<Panel.Line> lines = new ArrayList<>();
    for (Ending ending : Ending.values()) {
      List<Panel.Point> points = new ArrayList<>();
      for (Outcome outcome : outcomes) {
        if (outcome.ending() == ending) {
          double x = byEvents ? events(outcome.starts()) : outcome.left().tasks();
          points.add(Panel.Point.of(x, rounds(outcome.starts(), Start::servesSeconds)));
        }
      }
      lines.add(new Panel.Line(ending.label(), points));
    }
    List<Panel.Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
    return new Panel.Lines(
        title,
        Axis.logarithmic(
            across,
            all.stream().mapToDouble(Panel.Point::x).min().orElse(1),
            all.stream().mapToDouble(Panel.Point::x).max().orElse(1)),
        Axis.logarithmic(
            "seconds",
            all.stream().mapToDouble(Panel.Point::low).min().orElse(1),
            all.stream().mapToDouble(Panel.Point::high).max().orElse(1)),
        lines);
  }
}
