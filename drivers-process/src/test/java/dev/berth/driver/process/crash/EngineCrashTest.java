package dev.berth.driver.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Engines that are killed at any moment keep what they acknowledged, run exactly what they were
 * asked for, and start nothing twice. More of it: {@code mvn verify -Dcrash.kills=2000
 * -Dcrash.seed=7}; with {@code -Dcrash.keep=true} what was written is kept.
 */
@EnabledOnOs(OS.LINUX)
class EngineCrashTest {
  private static final int KILLS = Integer.getInteger("crash.kills", 80);
  private static final long SEED = Long.getLong("crash.seed", 1);

  /** Each has its own engine and journal, and much of its time is spent waiting. */
  private static final int RUNS_AT_ONCE = 2;

  @Test
  void keepsItsWordHoweverOftenItIsKilled() throws Exception {
    Path parent = Files.createDirectories(Path.of("target", "crash").toAbsolutePath());
    Path directory = Files.createTempDirectory(parent, "seed-" + SEED + "-");
    List<String> java = CrashJava.prepare(directory);
    List<Callable<CrashTally>> runs = new ArrayList<>();
    for (int i = 0; i < RUNS_AT_ONCE; i++) {
      long seed = SEED * RUNS_AT_ONCE + i;
      Path own = Files.createDirectory(directory.resolve("run-" + i));
      runs.add(() -> run(own, java, seed));
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(RUNS_AT_ONCE)) {
      for (Future<CrashTally> run : executor.invokeAll(runs)) {
        assertThat(run.get().kills()).isEqualTo(KILLS / RUNS_AT_ONCE);
        assertThat(run.get().settlements()).isPositive();
      }
    }
    if (!Boolean.getBoolean("crash.keep")) {
      delete(directory);
    }
  }

  private static CrashTally run(Path directory, List<String> java, long seed) {
    try (CrashRun run = new CrashRun(directory, java, seed)) {
      run.go(KILLS / RUNS_AT_ONCE);
      System.out.println("Crash test: " + run);
      return run.tally();
    } catch (Exception failure) {
      throw new AssertionError(
          "%s (-Dcrash.seed=%d plans the same again; journal, log and lives are left in %s)"
              .formatted(failure.getMessage(), SEED, directory),
          failure);
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
