package dev.berth.benchmarks.recovery;

import dev.berth.benchmarks.engine.DataPlane;
import java.nio.file.Path;

/**
 * Where one process leaves what the next one finds.
 *
 * @param directory of both files
 */
record Place(Path directory) {
  Path journal() {
    return directory.resolve("journal");
  }

  /** What runs on the {@link DataPlane}, which a real one would know by itself. */
  Path plane() {
    return directory.resolve("plane");
  }
}
