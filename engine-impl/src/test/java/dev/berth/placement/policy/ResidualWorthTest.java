package dev.berth.placement.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.berth.placement.Policy;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResidualWorthTest {
  private static final DemandShape HALF_A_GPU = DemandShape.of(0, 0).withGpuShare(500);
  private static final DemandShape ONE_GPU = DemandShape.of(0, 0).withGpus(1);

  /** What many GPU clusters run: little jobs on shares, larger ones on whole devices. */
  private static final Workload MIXED =
      Workload.builder()
          .count(DemandShape.of(3, 5).withGpuShare(800), 20)
          .count(DemandShape.of(8, 20).withGpuShare(500), 20)
          .count(DemandShape.of(4, 10).withGpuShare(300), 15)
          .count(DemandShape.of(3, 5).withGpus(1), 15)
          .count(DemandShape.of(16, 30).withGpus(1), 20)
          .count(DemandShape.of(30, 40).withGpus(4), 2)
          .count(DemandShape.of(12, 12), 10)
          .build();

  @Test
  void aFreePartIsWorthWhatIsExpectedToCome() {
    // A half comes for sure unless the offers end first, with a chance of 1 in 4 after each:
    // v(500) = 500 / (1 + 1/4) = 400, and v(1000) = (500 + v(500)) / (1 + 1/4) = 720.
    ResidualWorth policy = new ResidualWorth(Workload.builder().count(HALF_A_GPU).build(), 4);

    assertThat(worth(policy, 500)).isCloseTo(400, within(1e-3));
    assertThat(worth(policy, 1_000)).isCloseTo(720, within(1e-3));
    assertThat(worth(policy, 1_000, 500, 0)).isCloseTo(1_120, within(1e-3));
  }

  @Test
  void aHoleThatNothingFitsIntoIsWorthNothing() {
    ResidualWorth policy =
        new ResidualWorth(Workload.builder().count(HALF_A_GPU.withGpuShare(810)).build(), 30);

    assertThat(worth(policy, 190)).isEqualTo(0);
  }

  @Test
  void aRareDemandIsWaitedForOnlyWithPatience() {
    // One demand of a hundred fills 700; the others take 300 each and leave 100 that nobody wants.
    Workload workload =
        Workload.builder()
            .count(HALF_A_GPU.withGpuShare(300), 99)
            .count(HALF_A_GPU.withGpuShare(700), 1)
            .build();

    assertThat(worth(new ResidualWorth(workload, 2), 700))
        .as("takes what comes")
        .isCloseTo(worth(new ResidualWorth(workload, 2), 600), within(5.0));
    assertThat(worth(new ResidualWorth(workload, 10_000), 700)).as("waits").isGreaterThan(690);
  }

  @Test
  void gpusWithoutCpuAreWorthLittle() {
    ResidualWorth policy = new ResidualWorth(MIXED, ResidualWorth.PATIENCE);
    TestNode ample = TestNode.of("ample", 60, 90, 1_000, 1_000, 1_000, 1_000);
    TestNode shortOfCpu = TestNode.of("short", 4, 90, 1_000, 1_000, 1_000, 1_000);

    assertThat(policy.worth(ample)).isGreaterThan(3_000);
    assertThat(policy.worth(shortOfCpu)).isLessThan(policy.worth(ample) / 2);
  }

  @Property(tries = 200)
  void worthGrowsWithWhatIsFreeAndNeverExceedsTheGpus(
      @ForAll @IntRange(max = 90) int cpu,
      @ForAll @IntRange(max = 90) int memory,
      @ForAll @IntRange(max = 9) int first,
      @ForAll @IntRange(max = 9) int second) {
    ResidualWorth policy = new ResidualWorth(MIXED, ResidualWorth.PATIENCE);
    double worth = policy.worth(TestNode.of("n", cpu, memory, 100 * first, 100 * second));

    assertThat(worth).isBetween(0.0, 100.0 * (first + second));
    assertThat(policy.worth(TestNode.of("n", cpu + 9, memory, 100 * first, 100 * second)))
        .isGreaterThanOrEqualTo(worth);
    assertThat(policy.worth(TestNode.of("n", cpu, memory + 9, 100 * first, 100 * second)))
        .isGreaterThanOrEqualTo(worth);
    assertThat(policy.worth(TestNode.of("n", cpu, memory, 100 * first, 100 * second + 100)))
        .isGreaterThanOrEqualTo(worth);
  }

  @Test
  void aShareGoesWhereItLeavesTheHoleThatIsWorthMost() {
    Workload workload =
        Workload.builder()
            .count(HALF_A_GPU.withGpuShare(400), 50)
            .count(HALF_A_GPU.withGpuShare(600), 50)
            .build();

    // 700 would keep 300 that nothing fits into; 1,000 keeps the 600 that every second asks for.
    TestCluster cluster =
        new TestCluster(
            Policies.residualWorth(workload),
            TestNode.of("tight", 0, 0, 700),
            TestNode.of("empty", 0, 0, 1_000));
    assertThat(cluster.place(HALF_A_GPU.withGpuShare(400))).isEqualTo("empty/0");
  }

  @Test
  void aDemandWithoutGpusGoesWhereNoGpuMissesTheCpu() {
    TestCluster cluster =
        new TestCluster(
            Policies.residualWorth(MIXED),
            TestNode.of("short-of-cpu", 30, 60, 1_000, 1_000),
            TestNode.of("gpus-taken", 30, 60, 0, 0),
            TestNode.of("no-gpus", 30, 60));

    assertThat(cluster.place(DemandShape.of(20, 20))).isEqualTo("gpus-taken");
    assertThat(cluster.place(DemandShape.of(20, 20))).isEqualTo("no-gpus");
    assertThat(cluster.place(DemandShape.of(20, 20))).isEqualTo("short-of-cpu");
  }

  @Test
  void aDemandForMuchCpuLeavesTheNodeThatHasLittleOfIt() {
    TestCluster cluster =
        new TestCluster(
            Policies.residualWorth(MIXED),
            TestNode.of("little", 20, 90, 1_000, 1_000),
            TestNode.of("much", 90, 90, 1_000, 1_000));

    assertThat(cluster.place(DemandShape.of(16, 30).withGpus(1))).isEqualTo("much");
  }

  @Test
  void demandsThatRunAnywhereLeaveScarceModels() {
    Workload.Builder workload =
        Workload.builder()
            .count(ONE_GPU, 80)
            .count(ONE_GPU.onModels("H100"), 20)
            .devices("H100", 8)
            .devices("T4", 92);
    TestNode scarce = TestNode.of("scarce", 0, 0, 1_000).withModel("H100");
    TestNode common = TestNode.of("common", 0, 0, 1_000).withModel("T4");
    TestCluster cluster = new TestCluster(Policies.residualWorth(workload.build()), scarce, common);

    assertThat(cluster.place(ONE_GPU)).isEqualTo("common");
    assertThat(cluster.place(ONE_GPU.onModels("H100"))).isEqualTo("scarce");
  }

  @Test
  void equalNodesAreTakenInTheirOrder() {
    TestNode one = TestNode.of("one", 50, 50, 1_000, 1_000);
    TestNode two = TestNode.of("two", 50, 50, 1_000, 1_000);
    Policy policy = Policies.residualWorth(MIXED);

    assertThat(new TestCluster(policy, two, one).place(ONE_GPU)).isEqualTo("two");
  }

  @Test
  void fillsAClusterFurtherThanTheOthers() {
    assertThat(left(Policies.residualWorth(MIXED)))
        .isLessThan(left(Policies.fragmentationGradient(MIXED)))
        .isLessThan(left(Policies.bestFit(Weights.equal())))
        .isLessThan(left(Policies.firstFit()));
  }

  @Test
  void aWorkloadWithoutGpusPutsEverythingFirst() {
    Workload workload = Workload.builder().count(DemandShape.of(1, 1)).devices("T4", 2).build();
    TestCluster cluster =
        new TestCluster(
            Policies.residualWorth(workload),
            TestNode.of("one", 9, 9, 1_000).withModel("T4"),
            TestNode.of("two", 9, 9));

    assertThat(cluster.place(DemandShape.of(1, 1))).isEqualTo("one");
    assertThat(cluster.place(ONE_GPU)).isEqualTo("one");
  }

  @Test
  void patienceIsPositive() {
    assertThatThrownBy(() -> Policies.residualWorth(MIXED, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("patience (0.0) must be positive");
  }

  /** The GPU that stays free after as much was asked for as there is, in ten orders of arrival. */
  private static long left(Policy policy) {
    long left = 0;
    for (int seed = 0; seed < 10; seed++) {
      TestNode[] nodes = new TestNode[40];
      for (int index = 0; index < nodes.length; index++) {
        nodes[index] =
            TestNode.of("n" + index, index % 2 == 0 ? 40 : 80, 100, 1_000, 1_000, 1_000, 1_000);
      }
      TestCluster cluster = new TestCluster(policy, nodes);
      SplittableRandom random = new SplittableRandom(seed);
      for (long asked = 0; asked < 160_000; ) {
        DemandShape shape = draw(random);
        cluster.place(shape);
        asked += shape.gpu();
      }
      left += cluster.gpuFree();
    }
    return left;
  }

  private static DemandShape draw(SplittableRandom random) {
    double drawn = random.nextDouble();
    int index = 0;
    while (drawn >= MIXED.part(index)) {
      drawn -= MIXED.part(index++);
    }
    return MIXED.shape(index);
  }

  private static double worth(ResidualWorth policy, int... deviceFree) {
    return policy.worth(TestNode.of("node", 0, 0, deviceFree));
  }
}
