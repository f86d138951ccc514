package dev.berth.examples.placement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The example meets its own expectations, and draws every task. */
class PlacementExampleTest {
  @TempDir private Path folder;

  @Test
  void fillsTheClusterAndDrawsIt() throws Exception {
    Path picture = folder.resolve("made").resolve("placement.svg");
    String printed = run(picture);

    assertThat(printed)
        .contains("1,488 tasks on ", "nearest: node '", "urgent-training", "medium-b01");
    Document drawn =
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(picture.toFile());
    assertThat(drawn.getElementsByTagName("g").getLength()).isEqualTo(240);
    assertThat(drawn.getElementsByTagName("rect").getLength()).isGreaterThan(2 * 1_488);
  }

  @Test
  void isTheSameEachTime() throws IOException {
    Path one = folder.resolve("one.svg");
    Path other = folder.resolve("other.svg");
    String printed = run(one);

    assertThat(run(other)).isEqualTo(printed.replace("one.svg", "other.svg"));
    assertThat(other).hasSameTextualContentAs(one);
  }

  private static String run(Path picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, UTF_8)) {
      new PlacementExample(out).run(picture);
    }
    return bytes.toString(UTF_8);
  }
}
