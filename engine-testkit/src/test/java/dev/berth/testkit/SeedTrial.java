package dev.berth.testkit;

import java.util.Set;
import java.util.function.LongFunction;

/**
 * One seed's scenario, tried: the answer is empty, or tells which law was broken and how. What it
 * takes and gives is known to every class loader.
 */
final class SeedTrial implements LongFunction<String> {
  private final Set<Fault> allowed;
  private final int acts;
  private final Tally tally;

  SeedTrial() {
    this(Fault.all(), Scenario.ACTS, new Tally());
  }

  SeedTrial(Set<Fault> allowed, int acts, Tally tally) {
    this.allowed = allowed;
    this.acts = acts;
    this.tally = tally;
  }

  @Override
  public String apply(long seed) {
    try {
      Scenario scenario = new Scenario(seed, allowed, acts);
      scenario.run();
      tally.add(scenario.simulation());
      return "";
    } catch (BrokenLawError broken) {
      return broken.getMessage();
    }
  }
}
