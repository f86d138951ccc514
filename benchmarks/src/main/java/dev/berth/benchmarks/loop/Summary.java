package dev.berth.benchmarks.loop;

import dev.berth.benchmarks.loop.LoopBenchmark.Measured;
import dev.berth.benchmarks.loop.LoopBenchmark.Outcome;
import dev.berth.benchmarks.report.Axis;
import dev.berth.benchmarks.report.Figure;
import dev.berth.benchmarks.report.Machine;
import dev.berth.benchmarks.report.Numbers;
import dev.berth.benchmarks.report.Panel;
import dev.berth.benchmarks.report.Report;
import dev.berth.benchmarks.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells what was measured: as figures, as tables and as a chart. */
final class Summary {
  private static final int MEDIAN = 50;
  private static final int SLOWEST_HUNDREDTH = 99;
  private static final int LONGEST = 100;

  private final Outcome outcome;
  private final int rounds;
  private final Duration round;

  Summary(Outcome outcome, int rounds, Duration round) {
    this.outcome = outcome;
    this.rounds = rounds;
    this.round = round;
  }

  /** Takes a size, a journal and what flowed. */
  private interface Visitor {
    void visit(int size, JournalKind kind, Flow flow);
  }

  private static void each(List<Measured> measured, Visitor visitor) {
    measured.forEach(one -> visitor.visit(one.size(), one.kind(), one.flow()));
  }

  void tell(Report report) {
    each(
        outcome.alone(),
        (size, kind, flow) -> {
          String name =
              "journal alone, %s, %s per append".formatted(kind.label(), count(size, "event"));
          report.add(name, "throughput", flow.perSecond(), "events/s");
          latency(report, name, "append", flow);
        });
    each(
        outcome.scaled(),
        (size, kind, flow) -> {
          String name = "engine, %s, %s at once".formatted(kind.label(), count(size, "task"));
          report.add(name, "throughput", flow.perSecond(), "events/s");
          report.add(name, "events per append", flow.perAppend(), "events");
          report.add(name, "CPU of the process per event", flow.cpuMicros(), "us");
          latency(report, name, "until all RUNNING", flow);
        });
    each(
        outcome.called(),
        (size, kind, flow) -> {
          String name = "commands, %s, %s".formatted(kind.label(), count(size, "caller"));
          report.add(name, "throughput", flow.perSecond(), "commands/s");
          report.add(name, "events per append", flow.perAppend(), "events");
          report.add(name, "CPU of the process per command", flow.cpuMicros(), "us");
          latency(report, name, "command", flow);
        });
    for (HoldUp.Measured held : outcome.held()) {
      String name = "journal alone, SQLite, 1 event per append, beside: " + held.beside().label();
      report.add(name, "append p50", micros(held, MEDIAN), "us");
      report.add(name, "append p99", micros(held, SLOWEST_HUNDREDTH), "us");
      report.add(name, "append max", micros(held, LONGEST), "us");
    }
  }

  private static double micros(HoldUp.Measured held, double percentile) {
    return held.latency().getValueAtPercentile(percentile) / 1e3;
  }

  private static void latency(Report report, String name, String what, Flow flow) {
    report.add(name, what + " p50", flow.micros(MEDIAN), "us");
    report.add(name, what + " p99", flow.micros(SLOWEST_HUNDREDTH), "us");
  }

  String text() {
    Table alone =
        new Table(
            List.of("journal alone", "events/s", "min", "max", "append p50 [us]", "p99 [us]"));
    each(
        outcome.alone(),
        (size, kind, flow) ->
            alone.row(
                row("%s, %s per append".formatted(kind.label(), count(size, "event")), flow)));
    Table scaled =
        new Table(
            List.of(
                "engine, tasks come and go",
                "events/s",
                "min",
                "max",
                "until all RUNNING p50 [us]",
                "p99 [us]",
                "events per append",
                "CPU per event [us]"));
    each(
        outcome.scaled(),
        (size, kind, flow) ->
            scaled.row(
                engineRow("%s, %s at once".formatted(kind.label(), count(size, "task")), flow)));
    Table called =
        new Table(
            List.of(
                "engine, commands",
                "commands/s",
                "min",
                "max",
                "command p50 [us]",
                "p99 [us]",
                "events per append",
                "CPU per command [us]"));
    each(
        outcome.called(),
        (size, kind, flow) ->
            called.row(engineRow("%s, %s".formatted(kind.label(), count(size, "caller")), flow)));
    return "%s%n%n%s%n%n%s%n%n%s%n".formatted(alone, scaled, called, held());
  }

  private Table held() {
    Table table =
        new Table(
            List.of(
                "one event per append, while", "appends", "p50 [us]", "p99 [us]", "longest [us]"));
    for (HoldUp.Measured held : outcome.held()) {
      table.row(
          List.of(
              held.beside().label(),
              "%,d".formatted(held.latency().getTotalCount()),
              Numbers.brief(micros(held, MEDIAN)),
              Numbers.brief(micros(held, SLOWEST_HUNDREDTH)),
              Numbers.brief(micros(held, LONGEST))));
    }
    return table;
  }

  private static String count(int count, String noun) {
    return "%,d %s%s".formatted(count, noun, count == 1 ? "" : "s");
  }

  private static List<String> row(String name, Flow flow) {
    return List.of(
        name,
        Numbers.brief(flow.perSecond().median()),
        Numbers.brief(flow.perSecond().min()),
        Numbers.brief(flow.perSecond().max()),
        Numbers.brief(flow.micros(MEDIAN)),
        Numbers.brief(flow.micros(SLOWEST_HUNDREDTH)));
  }

  private static List<String> engineRow(String name, Flow flow) {
    List<String> row = new ArrayList<>(row(name, flow));
    row.add(Numbers.brief(flow.perAppend().median()));
    row.add(Numbers.brief(flow.cpuMicros().median()));
    return row;
  }

  Figure figure() {
    return new Figure(
        "Events a second by how many are carried at once",
        "SQLite is synced at each append; nodes are simulated; median of %d rounds of %d ms, the upright line is their range"
            .formatted(rounds, round.toMillis()),
        Machine.describe(),
        List.of(
            lines("Journal alone", "events per append", outcome.alone()),
            lines("Whole engine, tasks come and go", "tasks at once", outcome.scaled()),
            bars()));
  }

  private static Panel lines(String title, String across, List<Measured> measured) {
    List<Panel.Line> lines = new ArrayList<>();
    for (JournalKind kind : JournalKind.values()) {
      lines.add(
          new Panel.Line(
              kind.label(),
              measured.stream()
                  .filter(one -> one.kind() == kind)
                  .map(one -> Panel.Point.of(one.size(), one.flow().perSecond()))
                  .toList()));
    }
    List<Panel.Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
    return new Panel.Lines(
        title,
        Axis.logarithmic(across, measured.getFirst().size(), measured.getLast().size()),
        Axis.logarithmic(
            "events per second",
            all.stream().mapToDouble(Panel.Point::low).min().orElse(1),
            all.stream().mapToDouble(Panel.Point::high).max().orElse(1)),
        lines);
  }

  private Panel bars() {
    List<Panel.Bar> bars = new ArrayList<>();
    each(
        outcome.called(),
        (size, kind, flow) -> {
          String who = count(size, "caller");
          bars.add(new Panel.Bar(who + ", p50", kind.label(), flow.micros(MEDIAN)));
          bars.add(new Panel.Bar(who + ", p99", kind.label(), flow.micros(SLOWEST_HUNDREDTH)));
        });
    double greatest = bars.stream().mapToDouble(Panel.Bar::value).max().orElse(1);
    return new Panel.Bars("One command", Axis.linear("microseconds", 0, greatest), bars);
  }
}
