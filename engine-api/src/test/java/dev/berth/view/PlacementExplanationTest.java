package dev.berth.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.view.PlacementExplanation.DriverCannot;
import dev.berth.view.PlacementExplanation.Lacks;
import dev.berth.view.PlacementExplanation.PortTaken;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementExplanationTest {
  @Test
  void countsTheNodesByTheirReasons() {
    PlacementExplanation explanation =
        new PlacementExplanation(
            12,
            List.of(
                new Lacks(7, "memory", 512, 300, "n4"),
                new PortTaken(3, 8080),
                new DriverCannot(2, "process", "run images (image 'nginx:1')")));

    assertThat(explanation.message())
        .isEqualTo(
            "12 nodes: 7 lack memory (need 512 MiB, best has 300 MiB on n4), 3 have host port 8080"
                + " taken, 2 have driver 'process', which cannot: run images (image 'nginx:1')");
  }

  @Test
  void showsTheUnitOfEachResource() {
    assertThat(new Lacks(1, "cpu", 256, 0, "n1").message())
        .isEqualTo("1 lack cpu (need 256 CPU units, best has 0 CPU units on n1)");
    assertThat(new Lacks(2, "gpu", 2, 1, "n1").message())
        .isEqualTo("2 lack gpu (need 2, best has 1 on n1)");
  }

  @Test
  void speaksOfOneNodeInTheSingular() {
    assertThat(new PlacementExplanation(1, List.of(new PortTaken(1, 80))).message())
        .isEqualTo("1 node: 1 have host port 80 taken");
  }

  @Test
  void saysWhatToDoWhereThereIsNoNode() {
    assertThat(new PlacementExplanation(0, List.of()).message())
        .isEqualTo("the cluster has no node: add one with Cluster.addNode");
  }
}
