package dev.berth.placement.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;
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
  private record Node(long cpu, long memory) implements NodeView {
    @Override
    public int index() {
      return 0;
    }

    @Override
    public String name() {
      return "node";
    }

    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public long capacity(int dimension) {
      return 100;
    }

    @Override
    public long free(int dimension) {
      return dimension == 0 ? cpu : memory;
    }

    @Override
    public double scale(int dimension) {
      return 1.0 / capacity(dimension);
    }

    @Override
    public int devices() {
      return 0;
    }

    @Override
    public int deviceFree(int device) {
      throw new IndexOutOfBoundsException(device);
    }

    @Override
    public String attribute(String name) {
      return "";
    }
  }

  private record Demand(long cpu, long memory) implements DemandView {
    @Override
    public long amount(int dimension) {
      return dimension == 0 ? cpu : memory;
    }

    @Override
    public int wholeGpus() {
      return 0;
    }

    @Override
    public int gpuShare() {
      return 0;
    }

    @Override
    public boolean allows(NodeView node) {
      return true;
    }
  }

  @Test
  void theGuideShowsTheExampleAsItCompiles() throws IOException {
    assertThat(Files.readString(GUIDE)).contains(Files.readString(EXAMPLE).strip());
  }

  @Test
  void theExamplePutsADemandForMemoryWhereMemoryAbounds() {
    Balanced policy = new Balanced();
    Demand demand = new Demand(0, 30);

    assertThat(policy.cost(new Node(50, 80), demand, -1))
        .isLessThan(policy.cost(new Node(80, 50), demand, -1));
  }
}
