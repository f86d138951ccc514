package dev.berth.placement.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.placement.Policy;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What every policy keeps, so that its costs can be kept until a node changes. */
class PolicyProperties {
  private static final Workload WORKLOAD =
      Workload.builder()
          .count(DemandShape.of(3, 5).withGpuShare(800), 3)
          .count(DemandShape.of(8, 20).withGpus(1).onModels("T4"), 2)
          .count(DemandShape.of(30, 40).withGpus(2), 1)
          .count(DemandShape.of(12, 12), 2)
          .devices("T4", 4)
          .devices("A10", 4)
          .build();

  @Property(tries = 300)
  void costsDependOnTheArgumentsOnly(
      @ForAll("policies") Policy policy,
      @ForAll("nodes") TestNode node,
      @ForAll("nodes") TestNode other,
      @ForAll("demands") TestDemand demand,
      @ForAll("demands") TestDemand otherDemand) {
    int device = device(node, demand);
    double cost = policy.cost(node, demand, device);
    double unused = policy.cost(other, otherDemand, device(other, otherDemand));

    assertThat(cost).isFinite();
    assertThat(unused).isFinite();
    assertThat(policy.cost(node, demand, device)).isEqualTo(cost);
    assertThat(policy.cost(node.withIndex(7), demand, device)).isEqualTo(cost);
  }

  @Provide
  Arbitrary<Policy> policies() {
    return Arbitraries.of(
        List.of(
            Policies.firstFit(),
            Policies.bestFit(Weights.equal()),
            Policies.worstFit(),
            Policies.dotProduct(),
            Policies.fragmentationGradient(WORKLOAD),
            Policies.residualWorth(WORKLOAD)));
  }

  /** Nodes that can take every demand: two whole devices, one broken. */
  @Provide
  Arbitrary<TestNode> nodes() {
    return Combinators.combine(
            Arbitraries.longs().between(40, 100),
            Arbitraries.longs().between(40, 100),
            Arbitraries.integers().between(0, 1_000),
            Arbitraries.of("T4", "A10", "other"))
        .as((cpu, memory, free, model) ->
            TestNode.of("node", cpu, memory, 1_000, 1_000, free).withModel(model));
  }

  @Provide
  Arbitrary<TestDemand> demands() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 40),
            Arbitraries.longs().between(0, 40),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 999))
        .as((cpu, memory, gpus, share) -> {
          DemandShape shape = DemandShape.of(cpu, memory);
          return new TestDemand(gpus > 0 ? shape.withGpus(gpus) : shape.withGpuShare(share));
        });
  }

  private static int device(TestNode node, TestDemand demand) {
    int device = node.deviceFree(2) >= demand.gpuShare() ? 2 : 0;
    return demand.gpuShare() > 0 ? device : -1;
  }
}
