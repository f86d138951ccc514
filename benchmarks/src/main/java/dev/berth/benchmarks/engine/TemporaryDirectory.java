package dev.berth.benchmarks.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/** A directory that is gone with all that is in it when it is closed, or when the program ends. */
public final class TemporaryDirectory implements AutoCloseable {
  private final Path path;
  private final Thread atExit;

  private TemporaryDirectory(Path path) {
    this.path = path;
    this.atExit = new Thread(() -> FileUtils.deleteQuietly(path.toFile()), "temporary-directory");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** A new one in {@code parent}, which is made if it is missing. */
  public static TemporaryDirectory in(Path parent) {
    try {
      Files.createDirectories(parent);
      return new TemporaryDirectory(Files.createTempDirectory(parent, "berth-benchmark-"));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot make a directory in " + parent, failed);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The bytes of all files in it. */
  public long bytes() {
    return FileUtils.sizeOfDirectory(path.toFile());
  }

  @Override
  public void close() {
    FileUtils.deleteQuietly(path.toFile());
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
