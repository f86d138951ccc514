package dev.berth.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Resources;
import java.util.List;
import java.util.Map;
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

  private static List<Integer> choices(RandomFleet fleet) {
    return fleet.demands().stream()
        .map(demand -> fleet.placer.choose(fleet.placer.prepare(demand)))
        .toList();
  }
}
