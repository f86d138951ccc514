package dev.berth.placement.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps the example of {@code engine-impl/README.md} compiling and true. */
class ReadmeTest {
  private static final Path EXAMPLE =
      Path.of("src/test/java/dev/berth/placement/guide/FirstSteps.java");

  @Test
  void theReadmeShowsTheExampleAsItCompiles() throws IOException {
    String source = Files.readString(EXAMPLE);
    String body =
        source
            .substring(source.indexOf("    Placer placer"), source.lastIndexOf("  }\n"))
            .stripTrailing()
            .stripIndent();

    assertThat(Files.readString(Path.of("README.md"))).contains(body);
  }

  @Test
  void theExamplePutsADemandOnTheNodeThatStaysWithTheLeastFree() {
    assertThat(FirstSteps.placeOne()).isEqualTo("web is on small");
  }
}
