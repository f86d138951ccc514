package dev.berth.benchmarks.placement;

import dev.berth.benchmarks.report.Interleaved;
import dev.berth.benchmarks.report.Progress;
import java.util.ArrayList;
import java.util.List;

/** Measures scenarios: all subjects on the same workload, round by round in turn. */
final class Stopwatch {
  private final List<Subject.Maker> subjects;
  private final int rounds;
  private final long roundNanos;
  private final long seed;
  private final Progress progress;

  /**
   * A stopwatch.
   *
   * @param subjects who is measured
   * @param rounds how often
   * @param roundNanos how long a round of a churn takes, and at most a fill
   * @param seed what the workloads are drawn from
   * @param progress is told of every scenario
   */
  Stopwatch(
      List<Subject.Maker> subjects, int rounds, long roundNanos, long seed, Progress progress) {
    this.subjects = subjects;
    this.rounds = rounds;
    this.roundNanos = roundNanos;
    this.seed = seed;
    this.progress = progress;
  }

  Measured measure(Scenario scenario) {
    progress.doing(scenario.label());
    Workload workload = new Workload(scenario, seed);
    List<Contender> contenders =
        subjects.stream()
            .filter(maker -> maker.attempts(scenario))
            .map(maker -> new Contender(maker, roundNanos))
            .toList();
    Measured measured =
        switch (scenario.kind()) {
          case FILL -> fill(workload, contenders);
          case CHURN -> churn(workload, contenders);
        };
    progress.step();
    return measured;
  }

  private Measured fill(Workload workload, List<Contender> contenders) {
    Fill fill = new Fill(workload);
    // The first is the warm-up too.
    contenders.forEach(fill::measureEach);
    Interleaved.rounds(rounds, contenders, fill::measure);
    List<Outcome> outcomes = outcomes(contenders);
    int compared =
        outcomes.stream().mapToInt(outcome -> outcome.nodes().length).min().orElseThrow();
    return new Measured(workload.scenario(), outcomes, compared, fill.lowerBound(compared));
  }

  private Measured churn(Workload workload, List<Contender> contenders) {
    List<Churn> churns = new ArrayList<>();
    try {
      contenders.forEach(contender -> churns.add(new Churn(workload, contender)));
      churns.forEach(Churn::warmUp);
      Interleaved.rounds(rounds, churns, Churn::measure);
      churns.forEach(Churn::measureEach);
    } finally {
      churns.forEach(Churn::close);
    }
    return new Measured(workload.scenario(), outcomes(contenders), 0, 0);
  }

  private static List<Outcome> outcomes(List<Contender> contenders) {
    return contenders.stream().map(Contender::outcome).toList();
  }
}
