package dev.berth.placement.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.placement.policy.Workload.Typical;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final DemandShape SMALL = DemandShape.of(1, 2);
  private static final DemandShape LARGE = DemandShape.of(10, 20).withGpus(1);

  @Test
  void countsEqualShapesTogether() {
    Workload workload = Workload.builder().count(LARGE).count(SMALL).count(LARGE).build();

    assertThat(workload.typical()).containsExactly(new Typical(LARGE, 2), new Typical(SMALL, 1));
  }

  @Test
  void staysAsItWasWhileTheBuilderGoesOn() {
    Workload.Builder builder = Workload.builder().count(SMALL).devices("T4", 1);
    Workload before = builder.build();
    builder.count(LARGE).devices("T4", 1);

    assertThat(before.typical()).containsExactly(new Typical(SMALL, 1));
    assertThat(before.devices()).containsEntry("T4", 1L);
    assertThat(builder.build().size()).isEqualTo(2);
  }

  @Test
  void theMostPopularShapesCoverTheirPart() {
    DemandShape rare = DemandShape.of(5, 5);
    Workload workload = Workload.builder().count(rare, 5).count(SMALL, 35).count(LARGE, 60).build();

    assertThat(workload.mostPopular(0.95).typical())
        .extracting(Typical::shape)
        .containsExactly(LARGE, SMALL);
    assertThat(workload.mostPopular(0.95).part(0)).isEqualTo(60 / 95.0);
    assertThat(workload.mostPopular(1).size()).isEqualTo(3);
  }

  @Test
  void policiesNeedAWorkload() {
    Workload empty = Workload.builder().build();

    assertThatThrownBy(() -> Policies.fragmentationGradient(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "workload (Workload[0 shapes, devices {}]) must have counted at least one demand");
    assertThatThrownBy(() -> Policies.residualWorth(empty))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shapesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> SMALL.withGpuShare(1_000))
        .hasMessage(
            "gpuShare (1000) must be 0 to 999 thousandths of a device; a whole device is wholeGpus");
    assertThatThrownBy(() -> SMALL.withGpus(-1)).hasMessage("wholeGpus (-1) must not be negative");
    assertThatThrownBy(() -> DemandShape.of(-1, 0))
        .hasMessage("amounts ([-1, 0]) must not be negative");
    assertThatThrownBy(() -> SMALL.onModels("T4", "A10"))
        .hasMessage("models ([A10, T4]) need a GPU");
    assertThatThrownBy(() -> new DemandShape(List.of(1L), 1, 500, Set.of()))
        .hasMessage("wholeGpus (1) and gpuShare (500) exclude each other");
  }

  @Test
  void countsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Workload.builder().count(SMALL, 0))
        .hasMessage("demands (0.0) must be positive");
    assertThatThrownBy(() -> Workload.builder().devices("T4", -1))
        .hasMessage("number (-1) must not be negative");
    assertThatThrownBy(() -> Workload.builder().build().mostPopular(0))
        .hasMessage("part (0.0) must be above 0 and at most 1");
  }
}
