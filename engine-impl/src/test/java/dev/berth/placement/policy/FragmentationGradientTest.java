package dev.berth.placement.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FragmentationGradientTest {
  private static final DemandShape HALF_A_GPU = DemandShape.of(4, 1).withGpuShare(500);
  private static final DemandShape ONE_GPU = DemandShape.of(8, 1).withGpus(1);

  private static final FragmentationGradient HALVES_AND_WHOLES =
      new FragmentationGradient(
          Workload.builder().count(HALF_A_GPU, 50).count(ONE_GPU, 50).build());

  @Test
  void aDeviceWithLessThanADemandTakesIsAFragmentToIt() {
    assertThat(fragments(10, 1_000, 400)).isEqualTo(400);
  }

  @Test
  void aDeviceIsAPartOfAFragmentIfSomeDemandsCannotUseIt() {
    // The 600 are of no use to the wholes, which are half of the demands; the 400 to nobody.
    assertThat(fragments(10, 1_000, 600, 400)).isCloseTo(700, within(1e-9));
  }

  @Test
  void allGpusAreFragmentsToWhatLacksCpu() {
    // Of 1,400 the halves cannot use 400; the wholes need 8 of CPU and can use nothing.
    assertThat(fragments(6, 1_000, 400)).isCloseTo(400 / 2.0 + 1_400 / 2.0, within(1e-9));
  }

  @Test
  void allGpusAreFragmentsToWhatNeedsMoreDevices() {
    FragmentationGradient pairs =
        new FragmentationGradient(
            Workload.builder().count(DemandShape.of(1, 1).withGpus(2)).build());

    assertThat(pairs.fragments(TestNode.of("node", 10, 10, 1_000, 900))).isEqualTo(1_900);
    assertThat(pairs.fragments(TestNode.of("node", 10, 10, 1_000, 1_000, 900))).isEqualTo(900);
  }

  @Test
  void allGpusAreFragmentsToWhatNeedsNoneOrAnotherModel() {
    FragmentationGradient policy =
        new FragmentationGradient(
            Workload.builder()
                .count(DemandShape.of(1, 1), 25)
                .count(ONE_GPU.onModels("A10"), 75)
                .build());

    assertThat(policy.fragments(TestNode.of("node", 10, 10, 1_000).withModel("T4")))
        .isEqualTo(1_000);
    assertThat(policy.fragments(TestNode.of("node", 10, 10, 1_000).withModel("A10")))
        .isEqualTo(250);
  }

  @Test
  void costsAreTheHundredthsOfASigmoidOfWhatIsAdded() {
    TestNode node = TestNode.of("node", 20, 20, 1_000, 1_000);
    TestDemand whole = new TestDemand(ONE_GPU);
    TestDemand half = new TestDemand(HALF_A_GPU);

    // A whole device goes and adds no fragment: a sigmoid of 0.
    assertThat(HALVES_AND_WHOLES.cost(node, whole, -1)).isEqualTo(-50);
    // 500 stay that the wholes cannot use, 250 expected: 100 / (1 + e^0.25) = 43.8.
    assertThat(HALVES_AND_WHOLES.cost(node, half, 0)).isEqualTo(-43);
  }

  @Test
  void aShareFillsADeviceThatIsBrokenAlready() {
    TestCluster cluster =
        new TestCluster(
            HALVES_AND_WHOLES,
            TestNode.of("whole", 50, 50, 1_000),
            TestNode.of("broken", 50, 50, 1_000, 700));

    assertThat(cluster.place(HALF_A_GPU)).isEqualTo("broken/1");
  }

  @Test
  void aDemandWithoutGpusLeavesTheCpuThatGpusNeed() {
    TestCluster cluster =
        new TestCluster(
            HALVES_AND_WHOLES,
            TestNode.of("short", 10, 50, 1_000),
            TestNode.of("ample", 50, 50, 1_000));

    assertThat(cluster.place(DemandShape.of(5, 1))).isEqualTo("ample");
  }

  @Test
  void rareShapesDoNotCount() {
    FragmentationGradient policy =
        new FragmentationGradient(
            Workload.builder().count(HALF_A_GPU, 95).count(ONE_GPU, 5).build());

    assertThat(policy.fragments(TestNode.of("node", 10, 10, 600))).isEqualTo(0);
  }

  private static double fragments(int cpu, int... deviceFree) {
    return HALVES_AND_WHOLES.fragments(TestNode.of("node", cpu, 10, deviceFree));
  }
}
