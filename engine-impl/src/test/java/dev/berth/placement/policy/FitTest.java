package dev.berth.placement.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The policies that look at nothing but what is free: first, best and worst fit, dot product. */
class FitTest {
  private static final DemandShape SMALL = DemandShape.of(10, 10);
  private static final DemandShape HALF_A_GPU = SMALL.withGpuShare(500);

  @Test
  void firstFitTakesTheFirstNodeThatHasRoom() {
    TestCluster cluster =
        new TestCluster(
            Policies.firstFit(),
            TestNode.of("full", 5, 90),
            TestNode.of("empty", 100, 100),
            TestNode.of("tight", 10, 10));

    assertThat(cluster.place(SMALL)).isEqualTo("empty");
  }

  @Test
  void bestFitTakesTheNodeThatStaysWithTheLeast() {
    TestCluster cluster =
        new TestCluster(
            Policies.bestFit(Weights.equal()),
            TestNode.of("empty", 100, 100),
            TestNode.of("tall", 90, 10),
            TestNode.of("tight", 20, 60));

    assertThat(cluster.place(SMALL)).isEqualTo("tight");
  }

  @Test
  void bestFitCountsFreeGpusToo() {
    TestCluster cluster =
        new TestCluster(
            Policies.bestFit(Weights.equal()),
            TestNode.of("gpus", 10, 10, 1_000, 1_000),
            TestNode.of("cpus", 20, 20));

    assertThat(cluster.place(SMALL)).isEqualTo("cpus");
  }

  @Test
  void bestFitTakesTheFullestDeviceThatHasRoom() {
    TestCluster cluster =
        new TestCluster(
            Policies.bestFit(Weights.equal()), TestNode.of("node", 100, 100, 1_000, 400, 600));

    assertThat(cluster.place(HALF_A_GPU)).isEqualTo("node/2");
  }

  @Test
  void weightsSayWhatCounts() {
    TestNode muchMemory = TestNode.of("much-memory", 20, 100);
    TestNode muchCpu = TestNode.of("much-cpu", 100, 20);

    assertThat(new TestCluster(Policies.bestFit(Weights.of(0, 1, 0)), muchCpu, muchMemory))
        .returns("much-memory", cluster -> cluster.place(SMALL));
    assertThat(new TestCluster(Policies.bestFit(Weights.of(0, 0, 1)), muchMemory, muchCpu))
        .returns("much-cpu", cluster -> cluster.place(SMALL));
  }

  @Test
  void worstFitLevelsTheLoad() {
    TestCluster cluster =
        new TestCluster(
            Policies.worstFit(), TestNode.of("a", 30, 30, 1_000), TestNode.of("b", 25, 25, 1_000));

    assertThat(cluster.place(SMALL)).isEqualTo("a");
    assertThat(cluster.place(SMALL)).isEqualTo("b");
    assertThat(cluster.place(SMALL)).isEqualTo("a");
  }

  @Test
  void dotProductTakesWhatHasLittleOfWhatIsAskedFor() {
    TestCluster cluster =
        new TestCluster(
            Policies.dotProduct(),
            TestNode.of("much-cpu", 100, 20),
            TestNode.of("much-memory", 20, 100));

    assertThat(cluster.place(DemandShape.of(20, 0))).isEqualTo("much-memory");
    assertThat(cluster.place(DemandShape.of(0, 20))).isEqualTo("much-cpu");
  }

  @Test
  void equalNodesAreTakenInTheirOrder() {
    TestNode one = TestNode.of("one", 50, 50, 1_000, 1_000);
    TestNode two = TestNode.of("two", 50, 50, 1_000, 1_000);

    assertThat(new TestCluster(Policies.bestFit(Weights.equal()), one, two).place(HALF_A_GPU))
        .isEqualTo("one/0");
    assertThat(new TestCluster(Policies.worstFit(), two, one).place(HALF_A_GPU)).isEqualTo("two/0");
    assertThat(new TestCluster(Policies.dotProduct(), two, one).place(SMALL)).isEqualTo("two");
  }

  @Test
  void weightsThatOrderNothingAreRefused() {
    assertThatThrownBy(() -> Weights.of(0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "weights (GPUs 0.0, dimensions [0.0, 0.0]) must not be negative, not all 0, and name at"
                + " least CPU");
    assertThatThrownBy(() -> Weights.of(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
