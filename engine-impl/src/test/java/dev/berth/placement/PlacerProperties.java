package dev.berth.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Resources;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * The placer against the scan that looks at every node, and against a book that counts everything
 * anew; over random clusters, demands, constraints, joins, leaves and changes.
 */
class PlacerProperties {
  private static final int STEPS = 60;

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void everyDecisionIsTheScansAndTheBooks(@ForAll long seed) {
    RandomFleet fleet = new RandomFleet(seed);
    for (int step = 0; step < STEPS; step++) {
      fleet.step();
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void whatOnlyAsksChangesNothing(@ForAll long seed) {
    RandomFleet fleet = new RandomFleet(seed);
    for (int step = 0; step < STEPS; step++) {
      fleet.step();
    }
    Map<String, Resources> before = fleet.available();
    List<Integer> choices = choices(fleet);

    Plan unused = fleet.placer.plan(fleet.demands());
    for (String node : before.keySet()) {
      Plan drained = fleet.placer.planDrain(node);
      assertThat(drained.steps()).doesNotContainNull();
    }
    for (Demand demand : fleet.demands()) {
      var preemption = fleet.placer.preemption(demand);
      assertThat(preemption)
          .satisfiesAnyOf(it -> assertThat(it).isEmpty(), it -> assertThat(it).isPresent());
    }

    assertThat(fleet.available()).isEqualTo(before);
    assertThat(choices(fleet)).isEqualTo(choices);
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void everyDecisionWithPreferenceIsTheScans(@ForAll long seed) {
    RandomFleet fleet = new RandomFleet(seed);
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      fleet.step();
      BitSet preferred = BitSet.valueOf(new long[] {random.nextLong()});
      for (Demand demand : fleet.demands()) {
        PreparedDemand prepared = fleet.placer.prepare(demand);
        assertThat(fleet.placer.choose(prepared, preferred))
            .isEqualTo(fleet.placer.scan(prepared, preferred));
      }
    }
  }

  private static List<Integer> choices(RandomFleet fleet) {
    return fleet.demands().stream()
        .map(demand -> fleet.placer.choose(fleet.placer.prepare(demand)))
        .toList();
  }
}
