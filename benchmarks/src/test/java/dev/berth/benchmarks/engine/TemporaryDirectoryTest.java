package dev.berth.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals of gigabytes are not left behind. */
class TemporaryDirectoryTest {
  @TempDir Path folder;

  @Test
  void isWeighedAndGoesWithAllThatIsInIt() throws IOException {
    Path parent = folder.resolve("made");
    try (TemporaryDirectory directory = TemporaryDirectory.in(parent)) {
      Files.createDirectories(directory.path().resolve("deep"));
      Files.write(directory.path().resolve("deep/file"), new byte[100]);
      Files.write(directory.path().resolve("file"), new byte[23]);
      assertThat(directory.bytes()).isEqualTo(123);
    }
    assertThat(parent).isEmptyDirectory();
  }
}
