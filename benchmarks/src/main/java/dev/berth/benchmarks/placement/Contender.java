package dev.berth.benchmarks.placement;

/** A subject in one scenario: how it is made, how long its rounds are, and what it did so far. */
final class Contender {
  private final Subject.Maker maker;
  private final long roundNanos;
  private final Outcome outcome;
  private final Pace pace;

  Contender(Subject.Maker maker, long roundNanos) {
    this.maker = maker;
    this.roundNanos = roundNanos * maker.patience();
    this.outcome = new Outcome(maker.name());
    this.pace = new Pace(maker.batch(), this.roundNanos);
  }

  Subject make(Workload workload) {
    return maker.make(workload);
  }

  long roundNanos() {
    return roundNanos;
  }

  Outcome outcome() {
    return outcome;
  }

  Pace pace() {
    return pace;
  }
}
