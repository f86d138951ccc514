package dev.berth.benchmarks.placement;

import dev.berth.benchmarks.Benchmark;
import dev.berth.benchmarks.Settings;
import dev.berth.benchmarks.placement.Scenario.Kind;
import dev.berth.benchmarks.report.Progress;
import dev.berth.benchmarks.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Placements a second, their latency, what they allocate and how densely they pack: Berth's core, a
 * linear scan and Fenzo on the same workloads in one JVM.
 */
public final class PlacementBenchmark implements Benchmark {
  private static final int ROUNDS = 5;

  /** What Fenzo was fastest with, of 1, 10, 100 and 1,000; see benchmarks/README.md. */
  private static final int FENZO_BATCH = 1_000;

  /**
   * Starts it.
   *
   * @param arguments none are needed
   */
  public static void main(String[] arguments) {
    Benchmark.launch(new PlacementBenchmark());
  }

  @Override
  public String name() {
    return "placement";
  }

  @Override
  public void run(Settings settings, Report report) {
    Duration round =
        settings.duration(
            "round", settings.quick() ? Duration.ofMillis(200) : Duration.ofSeconds(1));
    int rounds = settings.positive("rounds", settings.quick() ? 3 : ROUNDS);
    List<Subject.Maker> subjects = new ArrayList<>(Subjects.single());
    subjects.add(
        new Fenzo.Maker(
            settings.positive("fenzo.batch", FENZO_BATCH),
            settings.positive("fenzo.fill.nodes", settings.quick() ? 1_000 : 10_000),
            settings.positive("fenzo.churn.nodes", 1_000)));
    List<Scenario> scenarios = scenarios(settings);
    List<Measured> measured = new ArrayList<>();
    try (Progress progress = Progress.of("placement", scenarios.size())) {
      Stopwatch stopwatch =
          new Stopwatch(subjects, rounds, round.toNanos(), settings.seed(), progress);
      scenarios.forEach(scenario -> measured.add(stopwatch.measure(scenario)));
    }
    Summary summary = new Summary(measured);
    summary.tell(report);
    report.print(summary.table());
    report.write(summary.figure(rounds, round));
  }

  /** All combinations, unless the settings name some. */
  private static List<Scenario> scenarios(Settings settings) {
    boolean quick = settings.quick();
    List<Integer> nodes =
        settings.positives("nodes", quick ? "1000,10000" : "100,1000,10000,100000");
    List<Integer> dimensions = settings.positives("dimensions", quick ? "2" : "2,3,6");
    String kinds = settings.text("workload").orElse("fill,churn");
    String constraints = settings.text("constrained").orElse("false,true");
    List<Scenario> scenarios = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (boolean constrained : new boolean[] {false, true}) {
        for (int dimension : dimensions) {
          for (int count : nodes) {
            boolean asked =
                kinds.contains(kind.name().toLowerCase(Locale.ROOT))
                    && constraints.contains(Boolean.toString(constrained));
            if (asked) {
              scenarios.add(new Scenario(kind, count, dimension, constrained));
            }
          }
        }
      }
    }
    return scenarios;
  }
}
