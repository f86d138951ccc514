package dev.berth.benchmarks.loop;

import dev.berth.benchmarks.Benchmark;
import dev.berth.benchmarks.Settings;
import dev.berth.benchmarks.report.Progress;
import dev.berth.benchmarks.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Events a second by how many are carried at once, of the whole engine and of its journal alone,
 * and what one command takes, alone and beside others. The nodes are simulated.
 */
public final class LoopBenchmark implements Benchmark {
  private static final int ROUNDS = 3;
  private static final int CALLERS = 64;
  private static final int HELD = 1_000_000;

  /**
   * Starts it.
   *
   * @param arguments none are needed
   */
  public static void main(String[] arguments) {
    Benchmark.launch(new LoopBenchmark());
  }

  @Override
  public String name() {
    return "loop";
  }

  @Override
  public void run(Settings settings, Report report) {
    boolean quick = settings.quick();
    Duration round =
        settings.duration("round", quick ? Duration.ofMillis(200) : Duration.ofSeconds(2));
    int rounds = settings.positive("rounds", quick ? 1 : ROUNDS);
    List<Integer> batches =
        settings.positives("batches", quick ? "1,100,1000" : "1,10,100,1000,10000");
    List<Integer> callers = List.of(1, settings.positive("callers", CALLERS));
    Path parent =
        Path.of(settings.text("journal.directory").orElse(System.getProperty("java.io.tmpdir")));
    int kinds = JournalKind.values().length;
    int held = settings.positive("held", quick ? 20_000 : HELD);
    long steps = 1 + (long) (rounds + 1) * kinds * (2L * batches.size() + callers.size());
    try (Progress progress = Progress.of("loop", steps)) {
      Course course = new Course(rounds, round.toNanos(), parent, progress);
      Outcome outcome =
          new Outcome(
              course.alone(batches),
              course.scaled(batches),
              course.called(callers),
              course.held(held));
      Summary summary = new Summary(outcome, rounds, round);
      summary.tell(report);
      report.print(summary.text());
      report.write(summary.figure());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What was measured of one size.
   *
   * @param size how many events, tasks or callers at once
   * @param kind of the journal
   * @param flow the rounds
   */
  record Measured(int size, JournalKind kind, Flow flow) {}

  /**
   * All that was measured.
   *
   * @param alone of the journal, by events at once
   * @param scaled of the engine, by tasks at once
   * @param called of the engine, by callers
   * @param held of the journal, by what goes on beside the appends
   */
  record Outcome(
      List<Measured> alone,
      List<Measured> scaled,
      List<Measured> called,
      List<HoldUp.Measured> held) {}

  /** How it is measured: the journals take turns, and their first round does not count. */
  private record Course(int rounds, long nanos, Path parent, Progress progress) {
    private interface Round {
      void run(JournalKind kind, int many, Flow flow) throws InterruptedException;
    }

    List<Measured> alone(List<Integer> batches) throws InterruptedException {
      Sample sample = Sample.take();
      return measure(
          "journal alone",
          batches,
          (kind, many, flow) -> JournalAlone.round(kind, many, nanos, sample, parent, flow));
    }

    List<Measured> scaled(List<Integer> batches) throws InterruptedException {
      return measure(
          "engine",
          batches,
          (kind, many, flow) -> {
            try (WholeEngine engine = new WholeEngine(kind, many, 1, parent)) {
              engine.scale(many, nanos, flow);
            }
          });
    }

    List<Measured> called(List<Integer> callers) throws InterruptedException {
      return measure(
          "commands",
          callers,
          (kind, many, flow) -> {
            try (WholeEngine engine = new WholeEngine(kind, 1, many, parent)) {
              engine.commands(nanos, flow);
            }
          });
    }

    List<HoldUp.Measured> held(int events) {
      progress.doing("appends beside a snapshot and a drop");
      List<HoldUp.Measured> measured = HoldUp.measure(events, nanos, Sample.take(), parent);
      progress.step();
      return measured;
    }

    private List<Measured> measure(String what, List<Integer> sizes, Round one)
        throws InterruptedException {
      List<Measured> measured = new ArrayList<>();
      for (int size : sizes) {
        progress.doing("%s, %d at once".formatted(what, size));
        List<Measured> turn =
            Arrays.stream(JournalKind.values())
                .map(kind -> new Measured(size, kind, Flow.empty()))
                .toList();
        for (int round = 0; round <= rounds; round++) {
          for (Measured taken : turn) {
            one.run(taken.kind(), size, round == 0 ? Flow.empty() : taken.flow());
            progress.step();
          }
        }
        measured.addAll(turn);
      }
      return measured;
    }
  }
}
