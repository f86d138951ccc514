package dev.berth.benchmarks.vectorpack;

import dev.berth.benchmarks.Benchmark;
import dev.berth.benchmarks.Settings;
import dev.berth.benchmarks.report.Axis;
import dev.berth.benchmarks.report.Figure;
import dev.berth.benchmarks.report.Machine;
import dev.berth.benchmarks.report.Panel;
import dev.berth.benchmarks.report.Progress;
import dev.berth.benchmarks.report.Report;
import dev.berth.benchmarks.report.Table;
import dev.berth.benchmarks.vectorpack.Score.Ratios;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bins against the optimum: Berth's batch mode, two baselines and the published heuristics, on the
 * instances that the vector packing papers share.
 */
public final class VectorpackBenchmark implements Benchmark {
  private static final List<String> FAMILIES = List.of("New", "Panigrahy");
  private static final int SAMPLE = 150;
  private static final int QUICK_SAMPLE = 20;

  /** The columns of the summaries, by what they mean. */
  private static final SortedMap<String, String> PUBLISHED =
      new TreeMap<>(
          Map.of(
              "best item-centric", "best_IC",
              "best bin-centric", "best_BC",
              "best multi-bin, pairing", "best_MB-Pairing",
              "best multi-bin, worst fit", "best_MB-WFD",
              "best of all heuristics", "best_overall"));

  /**
   * Starts it.
   *
   * @param arguments none are needed
   */
  public static void main(String[] arguments) {
    Benchmark.launch(new VectorpackBenchmark());
  }

  @Override
  public String name() {
    return "vectorpack";
  }

  @Override
  public void run(Settings settings, Report report) {
    Path directory =
        settings.directory(
            "vectorpack.dir", FAMILIES.stream().map(Family::files).flatMap(List::stream).toList());
    Duration budget = settings.duration("budget", Duration.ofSeconds(1));
    int size = settings.positive("sample", settings.quick() ? QUICK_SAMPLE : SAMPLE);
    List<Family> families = FAMILIES.stream().map(name -> Family.read(name, directory)).toList();
    List<Family> samples =
        families.stream().map(family -> sample(family, size, settings.seed())).toList();
    int instances = samples.stream().mapToInt(sample -> sample.cases().size()).sum();

    List<Panel> panels = new ArrayList<>();
    try (Progress progress = Progress.of("vectorpack", instances)) {
      for (int i = 0; i < samples.size(); i++) {
        Family sample = samples.get(i);
        progress.doing(sample.name());
        List<Score> scores = new ArrayList<>();
        scores.add(berth(sample, new Solver.BatchMode(budget, settings.seed()), progress));
        scores.addAll(withoutBerth(families.get(i), sample));
        scores.forEach(score -> tell(report, sample.name(), score));
        panels.add(panel(sample, scores));
      }
    }
    report.print(Table.of(report.measurements()));
    report.write(
        new Figure(
            "Vector bin packing: bins against the known optimum",
            "all bins by the sum of the optima, over a stratified sample (seed %d); Berth had %d ms an instance"
                .formatted(settings.seed(), budget.toMillis()),
            Machine.describe(),
            panels));
  }

  private static Family sample(Family family, int size, long seed) {
    return new Family(
        family.name(),
        Sample.stratified(
            family.cases(), item -> Instance.stratumOf(item.instance().name()), size, seed));
  }

  /** What costs no time is told for the sample and for all instances. */
  private static List<Score> withoutBerth(Family family, Family sample) {
    List<Score> scores = new ArrayList<>();
    for (Solver solver : List.of(new Solver.FirstFit(), new Solver.FirstFitDecreasing())) {
      scores.add(
          new Score(
              "baseline",
              solver.name(),
              Ratios.of(sample.cases(), item -> bins(solver, item)),
              List.of(Ratios.of(family.cases(), item -> bins(solver, item)))));
    }
    PUBLISHED.forEach((meaning, column) ->
        scores.add(
            new Score(
                "published",
                meaning,
                Ratios.of(sample.cases(), item -> item.published(column)),
                List.of(Ratios.of(family.cases(), item -> item.published(column))))));
    return scores;
  }

  private static Score berth(Family sample, Solver batch, Progress progress) {
    Ratios ratios =
        Ratios.of(
            sample.cases(),
            item -> {
              int bins = bins(batch, item);
              progress.step();
              return bins;
            });
    return new Score("Berth", batch.name(), ratios, List.of());
  }

  private static int bins(Solver solver, Family.Case item) {
    return item.instance().bins(solver.pack(item.instance()));
  }

  private static void tell(Report report, String family, Score score) {
    String name = family + ", " + score.solver();
    report.add(name, "bins / optimum", score.sampled().total(), "ratio");
    report.add(name, "bins / optimum, mean", score.sampled().mean(), "ratio");
    report.add(name, "bins / optimum, worst", score.sampled().worst(), "ratio");
    report.add(name, "packed optimally", score.sampled().optimal(), "%");
    score
        .everywhere()
        .forEach(all -> report.add(name, "bins / optimum, all instances", all.total(), "ratio"));
  }

  private static Panel panel(Family sample, List<Score> scores) {
    double worst = scores.stream().mapToDouble(score -> score.sampled().total()).max().orElse(1);
    return new Panel.Bars(
        "%s: %d instances".formatted(sample.name(), sample.cases().size()),
        Axis.linear("bins / optimum (1 is perfect)", 1, Math.max(worst, 1.01)),
        scores.stream()
            .map(score -> new Panel.Bar(score.solver(), score.series(), score.sampled().total()))
            .toList());
  }
}
