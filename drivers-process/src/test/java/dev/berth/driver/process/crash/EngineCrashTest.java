package dev.berth.driver.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Engines that are killed at any moment keep what they acknowledged, run exactly what they were
 * asked for, and start nothing twice. More of it: {@code mvn verify -Dcrash.kills=2000
 * -Dcrash.seed=7}; with {@code -Dcrash.keep=true} what it wrote is kept.
 */
@EnabledOnOs(OS.LINUX)
class EngineCrashTest {
  private static final int KILLS = Integer.getInteger("crash.kills", 120);
  private static final long SEED = Long.getLong("crash.seed", 1);

  @Test
  void keepsItsWordHoweverOftenItIsKilled() throws Exception {
    Path directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target", "crash").toAbsolutePath()),
            "seed-" + SEED + "-");
    try (CrashRun run = new CrashRun(directory, CrashJava.prepare(directory), SEED)) {
      run.go(KILLS);
      System.out.println("Crash test, seed " + SEED + ": " + run);
      assertThat(run.tally().kills()).isEqualTo(KILLS);
      assertThat(run.tally().settlements()).isPositive();
    } catch (Throwable failure) {
      throw new AssertionError(
          "seed %d: %s (-Dcrash.seed=%d plans the same again); journal, log and files are left in %s"
              .formatted(SEED, failure.getMessage(), SEED, directory),
          failure);
    }
    if (!Boolean.getBoolean("crash.keep")) {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
