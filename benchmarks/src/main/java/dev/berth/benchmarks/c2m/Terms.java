package dev.berth.benchmarks.c2m;

import dev.berth.benchmarks.Settings;
import java.nio.file.Path;

/**
 * What is the same for all clusters of a run.
 *
 * @param services how many services the tasks belong to
 * @param directory where the directories of the journals are made
 */
record Terms(int services, Path directory) {
  static Terms of(Settings settings) {
    return new Terms(
        settings.positive("services", 1),
        Path.of(settings.text("journal.directory").orElse(System.getProperty("java.io.tmpdir"))));
  }
}
