package dev.berth.benchmarks.c2m;

import dev.berth.benchmarks.Benchmark;
import dev.berth.benchmarks.Settings;
import dev.berth.benchmarks.engine.Sampler;
import dev.berth.benchmarks.report.Panel;
import dev.berth.benchmarks.report.Progress;
import dev.berth.benchmarks.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Two million tasks on 6,100 nodes through the whole engine with its durable journal: scaled up,
 * counted, struck by the loss of nodes, and started again. The nodes are simulated.
 */
public final class C2mBenchmark implements Benchmark {
  private static final int WHOLE = 2_000_000;
  private static final int QUICK_WHOLE = 100_000;
  private static final int SMALLEST = 20_000;
  private static final int ROUNDS = 5;
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Three periods of listings. */
  private static final Duration NOTHING_HAPPENS = Duration.ofSeconds(30);

  /**
   * Starts it.
   *
   * @param arguments none are needed
   */
  public static void main(String[] arguments) {
    Benchmark.launch(new C2mBenchmark());
  }

  @Override
  public String name() {
    return "c2m";
  }

  @Override
  public void run(Settings settings, Report report) {
    try {
      measure(settings, Terms.of(settings), report);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void measure(Settings settings, Terms terms, Report report)
      throws InterruptedException {
    int tasks = settings.positive("tasks", settings.quick() ? QUICK_WHOLE : WHOLE);
    Size whole = new Size(tasks, settings.positive("nodes", Size.of(tasks).nodes()));
    int rounds = settings.positive("rounds", settings.quick() ? 2 : ROUNDS);
    SequencedMap<Size, Integer> smaller = smaller(tasks, rounds);
    Size warmUp = smaller.isEmpty() ? whole : smaller.lastEntry().getKey();
    long steps = 2L * warmUp.tasks() + whole.tasks();
    for (var entry : smaller.entrySet()) {
      steps += (long) entry.getValue() * entry.getKey().tasks();
    }
    SequencedMap<Size, List<Growth>> growths = new LinkedHashMap<>();
    Story story;
    try (Progress progress = Progress.of("c2m", steps)) {
      progress.doing("warming up");
      grow(warmUp, terms, progress);
      grow(warmUp, terms, progress);
      for (var entry : smaller.entrySet()) {
        progress.doing(entry.getKey().label());
        for (int round = 0; round < entry.getValue(); round++) {
          growths
              .computeIfAbsent(entry.getKey(), size -> new ArrayList<>())
              .add(grow(entry.getKey(), terms, progress));
        }
      }
      story = tell(whole, settings.quick(), terms, progress);
      growths.put(whole, List.of(story.growth()));
    }
    Summary summary = new Summary(growths, story, terms);
    summary.tell(report);
    report.print(summary.text());
    report.write(summary.figure());
  }

  /** A tenth and a hundredth and so on of the whole, the smallest first, with fewer rounds each. */
  private static SequencedMap<Size, Integer> smaller(int tasks, int rounds) {
    SequencedMap<Size, Integer> smaller = new LinkedHashMap<>();
    int least = rounds;
    for (long count = SMALLEST; count < tasks; count *= 10) {
      smaller.put(Size.of((int) count), least);
      least = Math.max(1, (least + 1) / 2);
    }
    return smaller;
  }

  private static Growth grow(Size size, Terms terms, Progress progress) {
    long before = progress.done();
    try (Trial trial = new Trial(size, terms)) {
      return Sampler.during(LOOK, () -> progress.at(before + trial.plane().started()), trial::grow);
    } finally {
      progress.at(before + size.tasks());
    }
  }

  private static Story tell(Size size, boolean quick, Terms terms, Progress progress)
      throws InterruptedException {
    List<Panel.Point> course = new ArrayList<>();
    long before = progress.done();
    progress.doing(size.label());
    try (Trial trial = new Trial(size, terms)) {
      long begin = System.nanoTime();
      Runnable look =
          () -> {
            long started = trial.plane().started();
            double seconds = (System.nanoTime() - begin) / 1e9;
            course.add(new Panel.Point(seconds, started, started, started));
            progress.at(before + started);
          };
      Growth growth = Sampler.during(LOOK, look, trial::grow);
      progress.doing("heap and journal");
      final long heap = trial.heap();
      final long journal = trial.journalBytes();
      progress.doing("nothing happens");
      final Optional<Double> idle =
          quick ? Optional.empty() : Optional.of(trial.coresWhileNothingHappens(NOTHING_HAPPENS));
      progress.doing("%d nodes are lost".formatted(size.lostNodes()));
      final Trial.Loss rack = trial.lose(false);
      final Trial.Loss scattered = trial.lose(true);
      progress.doing("starting again");
      final Trial.Restart killed = trial.restart(true);
      final Trial.Restart detached = trial.restart(false);
      return new Story(
          size,
          growth,
          course,
          heap,
          journal,
          idle,
          rack,
          scattered,
          killed,
          detached,
          trial.heapOfDataPlane());
    }
  }
}
