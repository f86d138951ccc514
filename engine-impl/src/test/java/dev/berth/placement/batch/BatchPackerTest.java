package dev.berth.placement.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import dev.berth.model.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchPackerTest {
  @Test
  void saysHowManyNodesToBuy() {
    Packing packing =
        new BatchPacker()
            .nodeType("node", Resources.of(4_096, 16_384))
            .demand("web", Resources.of(1_024, 2_048), 6)
            .demand("database", Resources.of(2_048, 10_240), 2)
            .pack();

    assertThat(packing.nodes()).hasSize(3);
    assertThat(packing.optimal()).isTrue();
    assertThat(packing.lowerBound()).isEqualTo(3);
    assertThat(packing.unpacked()).isEmpty();
    assertThat(total(packing, "web")).isEqualTo(6);
    assertThat(total(packing, "database")).isEqualTo(2);
  }

  @Test
  void choosesTheNodeTypesThatCostLeast() {
    Packing packing =
        new BatchPacker()
            .nodeType("small", Resources.of(2_048, 4_096), BinType.UNLIMITED, 10)
            .nodeType("large", Resources.of(8_192, 16_384), BinType.UNLIMITED, 35)
            .demand("web", Resources.of(2_048, 4_096), 5)
            .pack();

    assertThat(packing.nodesByType()).isEqualTo(Map.of("large", 1, "small", 1));
    assertThat(packing.cost()).isEqualTo(45);
    assertThat(packing.optimal()).isTrue();
  }

  @Test
  void tellsWhatIsFreeOnEachNode() {
    Packing packing =
        new BatchPacker()
            .nodeType("node", Resources.of(4_096, 16_384).with("gpu", 2))
            .demand("training", Resources.of(1_024, 1_024).with("gpu", 1), 1)
            .pack();

    assertThat(packing.nodes())
        .singleElement()
        .satisfies(node -> {
          assertThat(node.demands()).isEqualTo(Map.of("training", 1));
          assertThat(node.free()).isEqualTo(Resources.of(3_072, 15_360).with("gpu", 1));
        });
  }

  @Test
  void saysWhyTasksFindNoRoom() {
    Packing packing =
        new BatchPacker()
            .nodeType("large", Resources.of(4_096, 8_192), 2, 1)
            .nodeType("small", Resources.of(1_024, 8_192))
            .demand("web", Resources.of(3_072, 1_024), 5)
            .pack();

    assertThat(packing.nodes()).hasSize(2);
    assertThat(packing.optimal()).isFalse();
    assertThat(packing.unpacked())
        .containsExactly(
            new Unpacked(
                "web",
                3,
                List.of(
                    new Unpacked.LimitReached("large", 2),
                    new Unpacked.TooSmall("small", Resources.CPU, 3_072, 1_024))));
    assertThat(packing.unpacked().get(0))
        .hasToString(
            "3 tasks of demand 'web' found no room: all 2 nodes of 'large' are full;"
                + " 'small' has 1024 CPU units, 2048 CPU units less than needed");
  }

  @Test
  void packsNoDemandsIntoNoNodes() {
    Packing packing = new BatchPacker().nodeType("node", Resources.of(1, 1)).pack();

    assertThat(packing.nodes()).isEmpty();
    assertThat(packing.optimal()).isTrue();
  }

  @Test
  void tellsItsProgress() {
    List<Progress> told = new ArrayList<>();

    new BatchPacker()
        .nodeType("node", Resources.of(1_000, 1_000))
        .demand("half", Resources.of(600, 100), 3)
        .progress(told::add)
        .pack();

    assertThat(told).isNotEmpty();
    assertThat(told.get(told.size() - 1).lowerBound()).isEqualTo(3);
  }

  @Test
  void refusesADemandThatIsLargerThanEveryNodeType() {
    BatchPacker packer =
        new BatchPacker()
            .nodeType("large", Resources.of(4_096, 8_192))
            .nodeType("small", Resources.of(1_024, 16_384))
            .demand("web", Resources.of(2_048, 10_240), 1);

    assertThatThrownBy(packer::pack)
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            "demand 'web' (cpu 2048, memory 10240 MiB) is larger than every node type:"
                + " 'large' has 8192 MiB memory, 2048 MiB less than needed;"
                + " 'small' has 1024 CPU units, 1024 CPU units less than needed;"
                + " split it or add a larger type");
  }

  @Test
  void refusesWhatIsThereAlreadyAndKeepsWhatWas() {
    BatchPacker packer =
        new BatchPacker()
            .nodeType("node", Resources.of(10, 10))
            .demand("web", Resources.of(10, 10), 2);

    assertThatThrownBy(() -> packer.demand("web", Resources.of(1, 1), 1))
        .hasMessage("demand 'web' is there already: cpu 10, memory 10 MiB");
    assertThatThrownBy(() -> packer.nodeType("node", Resources.of(1, 1)))
        .hasMessage("node type 'node' is there already: cpu 10, memory 10 MiB");
    assertThat(packer.pack().nodes()).hasSize(2);
  }

  @Test
  void refusesEmptyTypesAndImpossibleNumbers() {
    BatchPacker packer = new BatchPacker();

    assertThatThrownBy(packer::pack)
        .hasMessage("a packing needs at least one node type: add nodeType(...)");
    assertThatThrownBy(() -> packer.nodeType("node", Resources.NONE))
        .hasMessage("node type 'node' has no capacity");
    assertThatThrownBy(() -> packer.nodeType("node", Resources.of(1, 1), -1, 1))
        .hasMessage("the limit of node type 'node' (-1) must not be negative");
    assertThatThrownBy(() -> packer.nodeType("node", Resources.of(1, 1), 1, 0))
        .hasMessage("the cost of node type 'node' (0) must be between 1 and 1099511627776");
    assertThatThrownBy(() -> packer.demand("web", Resources.of(1, 1), 0))
        .hasMessage("the count of demand 'web' (0) must be positive");
    assertThatThrownBy(() -> packer.demand("web", Resources.of(1, 1), 1_000_001))
        .hasMessage(
            "demand 'web' (1000001 tasks) makes more than 1000000 tasks, 0 are there already");
  }

  private static int total(Packing packing, String demand) {
    return packing.nodes().stream().mapToInt(node -> node.demands().getOrDefault(demand, 0)).sum();
  }
}
