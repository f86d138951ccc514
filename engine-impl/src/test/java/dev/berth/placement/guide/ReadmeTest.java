package dev.berth.placement.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps the examples of {@code engine-impl/README.md} compiling and true. */
class ReadmeTest {
  private static final Path SOURCES = Path.of("src/test/java/dev/berth/placement/guide");

  @ParameterizedTest
  @CsvSource({"FirstSteps.java, Placer placer", "BatchSteps.java, Packing packing"})
  void theReadmeShowsTheExampleAsItCompiles(String file, String begins) throws IOException {
    String source = Files.readString(SOURCES.resolve(file));
    String body =
        source
            .substring(source.indexOf("    " + begins), source.lastIndexOf("  }\n"))
            .stripTrailing()
            .stripIndent();

    assertThat(Files.readString(Path.of("README.md"))).contains(body);
  }

  @Test
  void aDemandGoesToTheNodeThatStaysWithTheLeastFree() {
    assertThat(FirstSteps.placeOne()).isEqualTo("web is on small");
  }

  @Test
  void theBatchCostsTheLeast() {
    assertThat(BatchSteps.packAll()).isEqualTo("{small=8}, cost 8");
  }
}
