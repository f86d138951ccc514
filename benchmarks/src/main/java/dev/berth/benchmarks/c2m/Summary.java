package dev.berth.benchmarks.c2m;

import dev.berth.benchmarks.engine.DataPlane;
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
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/** Tells what was measured: as figures, as tables and as a chart. */
final class Summary {
  private static final String SIMULATED =
      "The data plane is simulated: a container runs as soon as it is told to, in this process."
          + " Nomad's published C2M (2,000,000 tasks on 6,100 hosts in 22 min 14 s) ran real"
          + " containers on real machines; the two figures are not of the same thing.";

  private final SequencedMap<Size, List<Growth>> growths;
  private final Story story;
  private final Terms terms;

  Summary(SequencedMap<Size, List<Growth>> growths, Story story, Terms terms) {
    this.growths = growths;
    this.story = story;
    this.terms = terms;
  }

  /** What of a start is measured for all sizes. */
  private enum Cost {
    WALL("time per task start", Growth::micros),
    LOOP("CPU of berth-loop per task start", Growth::loopMicros),
    JOURNAL("CPU of berth-journal per task start", Growth::journalMicros),
    BACKGROUND("CPU of berth-background per task start", Growth::backgroundMicros),
    PROCESS("CPU of the process per task start", Growth::processMicros);

    private final String metric;
    private final ToDoubleFunction<Growth> value;

    Cost(String metric, ToDoubleFunction<Growth> value) {
      this.metric = metric;
      this.value = value;
    }

    Rounds of(List<Growth> rounds) {
      return rounds(rounds, value);
    }
  }

  private static Rounds rounds(List<Growth> growths, ToDoubleFunction<Growth> value) {
    Rounds rounds = new Rounds();
    growths.forEach(growth -> rounds.add(value.applyAsDouble(growth)));
    return rounds;
  }

  void tell(Report report) {
    growths.forEach((size, rounds) -> {
      String name = size.label();
      report.add(name, "nodes added", rounds(rounds, Growth::nodesSeconds), "s");
      report.add(name, "all RUNNING", rounds(rounds, Growth::seconds), "s");
      for (Cost cost : Cost.values()) {
        report.add(name, cost.metric, cost.of(rounds), "us");
      }
      report.add(name, "rounds", rounds.size(), "rounds");
      report.add(name, "events per append", eventsPerAppend(rounds), "events");
    });
    String name = story.size().label();
    report.add(name, "time per task start, to the smallest size", growth(Cost.WALL), "ratio");
    report.add(name, "CPU per task start, to the smallest size", growth(Cost.PROCESS), "ratio");
    report.add(name, "heap per RUNNING task", story.heapPerTask(), "B");
    report.add(name, "of which data plane and JVM", story.dataPlanePerTask(), "B");
    report.add(name, "journal", (double) story.journal(), "B");
    report.add(name, "events", (double) story.growth().appended().entries(), "events");
    story
        .coresIdle()
        .ifPresent(cores -> report.add(name, "busy while nothing happens", cores, "cores"));
    tell(report, name + ", nodes side by side lost", story.rack());
    tell(report, name + ", nodes all over lost", story.scattered());
    tell(report, name + ", start after a kill", story.killed());
    tell(report, name + ", start after a detach", story.detached());
  }

  private static void tell(Report report, String name, Trial.Loss loss) {
    report.add(name, "nodes lost", loss.nodes(), "nodes");
    report.add(name, "tasks lost", loss.tasks(), "tasks");
    report.add(name, "all replaced", loss.seconds(), "s");
    report.add(name, "CPU of the process", loss.cpu().process() / 1e9, "s");
  }

  private static void tell(Report report, String name, Trial.Restart restart) {
    report.add(name, "detached", restart.detachSeconds(), "s");
    report.add(name, "start returned", restart.startSeconds(), "s");
    report.add(name, "serves", restart.servesSeconds(), "s");
    report.add(name, "events in all", (double) restart.events(), "events");
    report.add(name, "events in the snapshot", (double) restart.snapshot(), "events");
    report.add(name, "events replayed", (double) restart.replayed(), "events");
  }

  private static double eventsPerAppend(List<Growth> rounds) {
    return rounds(
            rounds,
            growth ->
                (double) growth.appended().entries() / Math.max(1, growth.appended().appends()))
        .median();
  }

  /** The cost at the largest size by that at the smallest. */
  private double growth(Cost cost) {
    return cost.of(growths.lastEntry().getValue()).median()
        / cost.of(growths.firstEntry().getValue()).median();
  }

  String text() {
    return "%s%n%n%s%n%n%s%n%n%s%n".formatted(sizes(), whole(), SIMULATED, conditions());
  }

  private String conditions() {
    return ("%d service%s, spread over 3 zones and their nodes; a driver for each %d nodes, listed"
            + " every 10 s; a lost node's tasks are replaced at once (nodeLossTolerance 0); healthy"
            + " as soon as RUNNING (healthyAfter 0); SQLite, synced at each append; snapshots as by"
            + " default.")
        .formatted(terms.services(), terms.services() == 1 ? "" : "s", DataPlane.NODES_PER_RACK);
  }

  private Table sizes() {
    Table table =
        new Table(
            List.of(
                "size",
                "rounds",
                "nodes added [s]",
                "all RUNNING [s]",
                "per start [us]",
                "CPU per start: loop [us]",
                "journal [us]",
                "background [us]",
                "process [us]",
                "events per append"));
    growths.forEach((size, rounds) -> {
      List<String> row = new ArrayList<>(List.of(size.label(), Integer.toString(rounds.size())));
      row.add(Numbers.brief(rounds(rounds, Growth::nodesSeconds).median()));
      row.add(Numbers.brief(rounds(rounds, Growth::seconds).median()));
      for (Cost cost : Cost.values()) {
        row.add(Numbers.brief(cost.of(rounds).median()));
      }
      row.add(Numbers.brief(eventsPerAppend(rounds)));
      table.row(row);
    });
    return table;
  }

  private Table whole() {
    Table table = new Table(List.of(story.size().label(), "measured", "promised"));
    Growth growth = story.growth();
    row(table, "all RUNNING [s]", growth.seconds(), "60");
    row(table, "cost of a start by that at the smallest size, time", growth(Cost.WALL), "1.5");
    row(table, "the same, CPU of the process", growth(Cost.PROCESS), "");
    row(table, "heap per RUNNING task after a collection [B]", story.heapPerTask(), "600");
    row(table, "of which data plane and JVM without engine [B]", story.dataPlanePerTask(), "");
    row(table, "journal [MB]", story.journal() / 1e6, "");
    row(table, "events", (double) growth.appended().entries(), "");
    story.coresIdle().ifPresent(cores -> row(table, "cores busy while nothing happens", cores, ""));
    row(table, replaced(story.rack(), "side by side"), story.rack().seconds(), "5");
    row(table, replaced(story.scattered(), "all over"), story.scattered().seconds(), "5");
    row(table, served(story.killed(), "a kill"), story.killed().servesSeconds(), "15");
    row(table, served(story.detached(), "a detach"), story.detached().servesSeconds(), "15");
    return table;
  }

  private static String replaced(Trial.Loss loss, String where) {
    return "%d nodes lost %s with %,d tasks, all replaced [s]"
        .formatted(loss.nodes(), where, loss.tasks());
  }

  private static String served(Trial.Restart restart, String after) {
    return "serves again after %s, %,d events replayed [s]".formatted(after, restart.replayed());
  }

  private static void row(Table table, String what, double value, String promised) {
    table.row(List.of(what, Numbers.full(value >= 100 ? Math.rint(value) : value), promised));
  }

  Figure figure() {
    return new Figure(
        story.size().label() + ", on nodes that are simulated",
        "from the first node to all RUNNING, with a durable journal (SQLite) in one process",
        Machine.describe(),
        List.of(course(), costs(), afterwards(), heap()));
  }

  private Panel course() {
    double seconds = story.course().getLast().x();
    return new Panel.Lines(
        "Tasks started",
        Axis.linear("seconds since the first node was added", 0, Math.max(1, seconds)),
        Axis.linear("tasks", 0, story.size().tasks()),
        List.of(new Panel.Line("tasks started", story.course())));
  }

  private Panel costs() {
    List<Panel.Line> lines = new ArrayList<>();
    double greatest = 0;
    for (Cost cost : List.of(Cost.WALL, Cost.PROCESS, Cost.LOOP, Cost.JOURNAL)) {
      List<Panel.Point> points = new ArrayList<>();
      for (var entry : growths.entrySet()) {
        Rounds rounds = cost.of(entry.getValue());
        greatest = Math.max(greatest, rounds.max());
        points.add(Panel.Point.of(entry.getKey().tasks(), rounds));
      }
      lines.add(new Panel.Line(cost.metric.replace(" per task start", ""), points));
    }
    return new Panel.Lines(
        "Cost of a task start by size",
        Axis.logarithmic("tasks", growths.firstEntry().getKey().tasks(), story.size().tasks()),
        Axis.linear("microseconds", 0, greatest),
        lines);
  }

  private Panel afterwards() {
    List<Panel.Bar> bars =
        List.of(
            new Panel.Bar("nodes side by side lost", "afterwards", story.rack().seconds()),
            new Panel.Bar("nodes all over lost", "afterwards", story.scattered().seconds()),
            new Panel.Bar("start after a kill", "afterwards", story.killed().servesSeconds()),
            new Panel.Bar("start after a detach", "afterwards", story.detached().servesSeconds()));
    double greatest = bars.stream().mapToDouble(Panel.Bar::value).max().orElse(1);
    return new Panel.Bars(
        "Until everything runs and serves again", Axis.linear("seconds", 0, greatest), bars);
  }

  private Panel heap() {
    return new Panel.Bars(
        "Heap per RUNNING task",
        Axis.linear("bytes after a collection", 0, story.heapPerTask()),
        List.of(
            new Panel.Bar("all", "heap", story.heapPerTask()),
            new Panel.Bar("without engine", "heap", story.dataPlanePerTask())));
  }
}
