package dev.berth.placement;

import static dev.berth.model.PlacementStrategy.binpack;
import static dev.berth.placement.Ask.gpuNode;
import static dev.berth.placement.Ask.gpus;
import static dev.berth.placement.Ask.place;
import static dev.berth.placement.Ask.placed;
import static dev.berth.placement.Ask.reserve;
import static dev.berth.placement.Ask.share;
import static dev.berth.placement.Ask.unplaced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Resources;
import dev.berth.placement.Placement.Placed;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which devices a demand gets. */
class PlacerGpuTest {
  private final Placer placer =
      Placer.builder().dimensions(Resources.CPU, Resources.MEMORY, Resources.GPU).build();

  @BeforeEach
  void addANodeOfFourGpus() {
    placer.addNode(gpuNode("a", 4));
  }

  @Test
  void wholeOnesAreTheFirstThatAreEntirelyFree() {
    assertThat(placed(placer, share(100)).devices()).containsExactly(0);
    assertThat(placed(placer, gpus(2)).devices()).containsExactly(1, 2);
    assertThat(unplaced(placer, gpus(2)).message())
        .isEqualTo("1 node: 1 lack gpu (need 2, best has 1 on a)");
    assertThat(placed(placer, gpus(1)).devices()).containsExactly(3);
  }

  @Test
  void aShareGoesToTheDeviceWithTheLeastRoomForIt() {
    assertThat(placed(placer, share(700)).devices()).containsExactly(0);
    assertThat(placed(placer, share(600)).devices()).containsExactly(1);
    assertThat(placed(placer, share(300)).devices()).containsExactly(0);
    assertThat(placed(placer, share(300)).devices()).containsExactly(1);
    assertThat(placed(placer, share(300)).devices()).containsExactly(2);
    assertThat(placer.available("a").get(Resources.GPU)).isEqualTo(1);
  }

  @Test
  void sharesOfSeveralDevicesAreNoShareOfOne() {
    for (int i = 0; i < 4; i++) {
      assertThat(placed(placer, share(600)).devices()).containsExactly(i);
    }

    assertThat(unplaced(placer, share(500)).message())
        .isEqualTo("1 node: 1 lack gpu-share (need 500, best has 400 on a)");
    assertThat(placed(placer, share(400)).devices()).containsExactly(0);
  }

  @Test
  void exactlyTheDevicesOfAPlacementAreGivenBack() {
    Placed first = placed(placer, gpus(1));
    Placed second = placed(placer, gpus(2));
    Placed third = placed(placer, gpus(1));

    placer.release(second);

    assertThat(List.of(first.devices(), third.devices())).containsExactly(List.of(0), List.of(3));
    assertThat(placed(placer, share(500)).devices()).containsExactly(1);
    placer.release(first);
    assertThat(placed(placer, gpus(1)).devices()).containsExactly(0);
  }

  @Test
  void aDeviceIsWholeAgainWhenItsLastShareIsGivenBack() {
    Placed first = placed(placer, share(500));
    Placed second = placed(placer, share(500));
    assertThat(second.devices()).isEqualTo(first.devices());

    placer.release(first);
    assertThat(unplaced(placer, gpus(4)).reasons()).hasSize(1);
    placer.release(second);
    assertThat(placed(placer, gpus(4)).devices()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void whatIsGivenBackByNodeIsTheLastDevice() {
    PreparedDemand one = placer.prepare(gpus(1));
    Placed first = placed(placer, gpus(1));
    Placed second = placed(placer, gpus(1));

    placer.release(0, one);
    assertThat(placed(placer, share(100)).devices()).containsExactly(1);
    // Its own device is somebody else's by now: it gives back the one that is still held.
    placer.release(second);

    assertThat(first.devices()).containsExactly(0);
    assertThat(placer.available("a").get(Resources.GPU)).isEqualTo(3);
    assertThat(placed(placer, gpus(3)).devices()).containsExactly(0, 2, 3);
  }

  @Test
  void aDeviceThatGaveAwayTooMuchTakesNothingFromTheOthers() {
    placer.addNode(gpuNode("b", 2));
    placer.drain("a");
    reserve(placer, "b", share(600));
    reserve(placer, "b", share(600));
    reserve(placer, "b", share(600));

    assertThat(place(placer, share(300))).isEqualTo("b");
    assertThat(unplaced(placer, share(300)).message())
        .isEqualTo(
            "2 nodes: 1 are drained or lost, 1 lack gpu-share (need 300, best has 100 on b)");
  }

  @Test
  void packingByGpusIsPackingBySharesOfThem() {
    placer.addNode(gpuNode("b", 2));
    Demand byGpu = Demand.builder(Resources.of(1, 1)).strategies(binpack("gpu")).build();
    Demand byShare = Demand.builder(Resources.of(1, 1)).strategies(binpack("gpu-share")).build();

    assertThat(place(placer, byGpu)).isEqualTo("b");
    assertThat(place(placer, byShare)).isEqualTo("b");
  }

  @Test
  void moreGpusThanANodeCanHaveAreOnlyTooMany() {
    assertThat(unplaced(placer, gpus(1L << 40)).message())
        .isEqualTo("1 node: 1 lack gpu (need 1099511627776, best has 4 on a)");
  }
}
