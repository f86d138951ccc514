package dev.berth.benchmarks.recovery;

import dev.berth.benchmarks.Benchmark;
import dev.berth.benchmarks.Settings;
import dev.berth.benchmarks.engine.TemporaryDirectory;
import dev.berth.benchmarks.report.Progress;
import dev.berth.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a start takes, by the events that are replayed and by the tasks that run; after a kill
 * and after a detach, each time in a new process. The nodes are simulated.
 */
public final class RecoveryBenchmark implements Benchmark {
  private static final int ROUNDS = 3;

  /** Few enough that a journal of 10,000 events can be made. */
  private static final int TASKS_OF_EVENTS = 500;

  private static final int NEVER = 1_000_000_000;

  /** {@code EngineBuilder}'s default. */
  private static final int SNAPSHOT_EVERY = 100_000;

  /**
   * Starts it.
   *
   * @param arguments none are needed
   */
  public static void main(String[] arguments) {
    Benchmark.launch(new RecoveryBenchmark());
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public void run(Settings settings, Report report) {
    boolean quick = settings.quick();
    List<Case> byEvents =
        settings.positives("events", quick ? "20000" : "10000,100000,1000000").stream()
            .map(events -> new Case(TASKS_OF_EVENTS, events))
            .toList();
    List<Case> byTasks =
        settings.positives("tasks", quick ? "5000" : "1000,10000,100000,1000000").stream()
            .map(tasks -> new Case(tasks, 0))
            .toList();
    int rounds = settings.positive("rounds", quick ? 1 : ROUNDS);
    Path parent =
        Path.of(settings.text("journal.directory").orElse(System.getProperty("java.io.tmpdir")));
    // For each case: two are made, and started on after each of three endings, once to detach.
    long steps = (long) (byEvents.size() + byTasks.size()) * (2 + 3L * rounds + 1);
    try (Progress progress = Progress.of("recovery", steps)) {
      Course course = new Course(rounds, parent, progress);
      Summary summary = new Summary(course.all(byEvents), course.all(byTasks), rounds);
      progress.doing("done");
      summary.tell(report);
      report.print(summary.text());
      report.write(summary.figure());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What was measured of one case.
   *
   * @param left what was there to be taken up
   * @param ending how the engine before ended
   * @param starts the rounds
   */
  record Outcome(Case left, Ending ending, List<Start> starts) {}

  /** Each case is made twice, without snapshots and with. */
  private record Course(int rounds, Path parent, Progress progress) {
    List<Outcome> all(List<Case> cases) throws InterruptedException {
      List<Outcome> outcomes = new ArrayList<>();
      for (Case left : cases) {
        try (TemporaryDirectory directory = TemporaryDirectory.in(parent)) {
          make(left, NEVER, directory.path());
          outcomes.add(start(left, Ending.KILLED_WITHOUT_SNAPSHOTS, directory.path()));
        }
        try (TemporaryDirectory directory = TemporaryDirectory.in(parent)) {
          make(left, SNAPSHOT_EVERY, directory.path());
          outcomes.add(start(left, Ending.KILLED, directory.path()));
          var unused = start(left, directory.path(), true);
          outcomes.add(start(left, Ending.DETACHED, directory.path()));
        }
      }
      return outcomes;
    }

    private void make(Case left, int snapshotEvery, Path directory) {
      progress.doing("making %,d tasks, %,d events".formatted(left.tasks(), left.events()));
      try (Child maker =
          Child.run(Maker.class, directory, left.tasks(), left.events(), snapshotEvery)) {
        maker.line(Maker.READY::equals);
      }
      progress.step();
    }

    private Outcome start(Case left, Ending ending, Path directory) throws InterruptedException {
      List<Start> starts = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        starts.add(start(left, directory, false));
      }
      return new Outcome(left, ending, starts);
    }

    private Start start(Case left, Path directory, boolean detach) throws InterruptedException {
      progress.doing("starting on %,d tasks".formatted(left.tasks()));
      try (Child starter = Child.run(Starter.class, directory, left.tasks(), detach)) {
        String line = starter.line(Start::isLine);
        starter.awaitEnd();
        progress.step();
        return Start.ofLine(line);
      }
    }
  }
}
