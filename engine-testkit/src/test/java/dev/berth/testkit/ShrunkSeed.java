package dev.berth.testkit;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The least of a failing seed that still fails: as few faults and as few acts as will do. */
record ShrunkSeed(long seed, Set<Fault> faults, int acts, String law) {
  private static final String FAULTS = "simulation.faults";
  private static final String ACTS = "simulation.acts";

  static ShrunkSeed of(long seed) {
    ShrunkSeed least =
        new ShrunkSeed(seed, new FaultPlan(seed, Fault.all()).faults(), Scenario.ACTS, "").tried();
    for (Fault fault : least.faults()) {
      Set<Fault> fewer = EnumSet.noneOf(Fault.class);
      fewer.addAll(least.faults());
      fewer.remove(fault);
      least = least.or(new ShrunkSeed(seed, fewer, least.acts(), "").tried());
    }
    for (int acts = least.acts() - 1; acts >= 0; acts--) {
      least = least.or(new ShrunkSeed(seed, least.faults(), acts, "").tried());
    }
    return least;
  }

  /** The trial that the properties ask for which {@link #report} prints. */
  static SeedTrial asked() {
    String names = System.getProperty(FAULTS);
    Set<Fault> faults = names == null ? Fault.all() : EnumSet.noneOf(Fault.class);
    if (names != null && !names.isEmpty()) {
      for (String name : names.split(",", -1)) {
        faults.add(Fault.valueOf(name));
      }
    }
    return new SeedTrial(faults, Integer.getInteger(ACTS, Scenario.ACTS), new Tally());
  }

  private ShrunkSeed tried() {
    return new ShrunkSeed(seed, faults, acts, new SeedTrial(faults, acts, new Tally()).apply(seed));
  }

  private ShrunkSeed or(ShrunkSeed smaller) {
    return smaller.law().isEmpty() ? this : smaller;
  }

  /** What is broken, and the command that shows it again. */
  String report() {
    List<String> names = faults.stream().map(Fault::name).toList();
    return ("%s%n%nmvn test -pl engine-testkit -am -Dtest=SimulationTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=%d -D%s=%s -D%s=%d%n")
        .formatted(law, seed, FAULTS, String.join(",", names), ACTS, acts);
  }
}
