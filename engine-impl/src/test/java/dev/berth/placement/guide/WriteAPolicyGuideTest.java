package dev.berth.placement.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Resources;
import dev.berth.placement.Demand;
import dev.berth.placement.NodeShape;
import dev.berth.placement.Placement.Placed;
import dev.berth.placement.Placer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps the example of {@code docs/guides/write-a-policy.md} compiling and true. */
class WriteAPolicyGuideTest {
  private static final Path GUIDE = Path.of("../docs/guides/write-a-policy.md");
  private static final Path EXAMPLE =
      Path.of("src/test/java/dev/berth/placement/guide/Balanced.java");

  /** A node of the largest size with so much free. */
  @Test
  void theGuideShowsTheExampleAsItCompiles() throws IOException {
    assertThat(Files.readString(GUIDE)).contains(Files.readString(EXAMPLE).strip());
  }

  @Test
  void theExamplePutsADemandForMemoryWhereMemoryAbounds() {
    Placer placer = Placer.builder().policy(new Balanced()).build();
    placer.addNode(NodeShape.of("much-cpu", Resources.of(80, 50)));
    placer.addNode(NodeShape.of("much-memory", Resources.of(50, 80)));

    assertThat(placer.place(Demand.of(Resources.of(0, 30))))
        .isInstanceOfSatisfying(
            Placed.class, placed -> assertThat(placed.node()).isEqualTo("much-memory"));
  }
}
