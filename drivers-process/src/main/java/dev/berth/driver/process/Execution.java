package dev.berth.driver.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.spi.DriverException;
import dev.berth.spi.ExecResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One command run beside a container, in a session of its own. It bears the container's marker, so
 * what it leaves running is part of the container and ends with it.
 *
 * <p>Its output goes to a file and not through a pipe, which something it leaves behind could hold
 * open; a file that grows is emptied once its beginning is known.
 */
final class Execution {
  private static final int OUTPUT_CHARACTERS = 4_096;
  private static final int OUTPUT_BYTES = 4 * OUTPUT_CHARACTERS;
  private static final long LARGEST_FILE = 1 << 20;
  private static final long LONGEST_PAUSE_MILLIS = 20;

  private final Surroundings surroundings;
  private final Workload workload;
  private final Path file;
  private String beginning = "";

  private Execution(Surroundings surroundings, Workload workload, Path file) {
    this.surroundings = surroundings;
    this.workload = workload;
    this.file = file;
  }

  /**
   * Runs {@code command}; blocks until it has ended.
   *
   * @throws DriverException if it does not exist, or had to be killed
   */
  static ExecResult run(
      Surroundings surroundings,
      Shim shim,
      ContainerDirectory container,
      Workload workload,
      List<String> command,
      Duration timeout)
      throws IOException {
    List<String> line = workload.command(command);
    Path file = Files.createTempFile(container.path(), "exec", ".log");
    try {
      Process process = shim.startSession(workload, line, file);
      return new Execution(surroundings, workload, file).await(process, command, timeout);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private ExecResult await(Process process, List<String> command, Duration timeout)
      throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long pause = TimeUnit.MILLISECONDS.toNanos(1);
    try {
      while (true) {
        long left = deadline - System.nanoTime();
        if (process.waitFor(Math.min(Math.max(left, 0), pause), TimeUnit.NANOSECONDS)) {
          return new ExecResult(process.exitValue(), output());
        }
        if (left <= 0) {
          throw new DriverException(
              DriverException.Reason.TIMED_OUT,
              "container '%s': command %s did not end within %s%s"
                  .formatted(workload.container(), command, timeout, kill(process)));
        }
        pause = Math.min(2 * pause, TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE_MILLIS));
        bound();
      }
    } catch (InterruptedException closing) {
      throw new DriverException(
          DriverException.Reason.UNAVAILABLE,
          "container '%s': command %s was ended because the driver closes%s"
              .formatted(workload.container(), command, kill(process)),
          closing);
    }
  }

  /** Kills the command with its session; returns what to add to the message. */
  private String kill(Process process) {
    Optional<ProcessIdentity> leader =
        Procfs.stat(process.pid())
            .map(ProcessIdentity::of)
            // Not reaped after it was read: so it was not somebody else's pid already.
            .filter(identity -> process.isAlive());
    ProcessTree tree = new ProcessTree(Optional.empty(), surroundings.table());
    try {
      List<Long> survivors =
          new Kill(tree, leader, () -> true, surroundings.threads())
              .begin()
              .get(15, TimeUnit.SECONDS);
      return survivors.isEmpty() ? "" : "; processes " + survivors + " could not be killed";
    } catch (ExecutionException | TimeoutException failure) {
      return "; killing it failed: " + failure;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return "; it may still run";
    }
  }

  private void bound() throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      beginning = output();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  private String output() throws IOException {
    if (!beginning.isEmpty()) {
      return beginning;
    }
    try (InputStream input = Files.newInputStream(file)) {
      String text = new String(input.readNBytes(OUTPUT_BYTES), UTF_8);
      return text.substring(0, Math.min(text.length(), OUTPUT_CHARACTERS));
    }
  }
}
