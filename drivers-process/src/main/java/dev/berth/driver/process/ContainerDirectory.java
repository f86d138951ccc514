package dev.berth.driver.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.model.ContainerExit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One container on disk. Its files are its life, in this order:
 *
 * <ul>
 *   <li>{@code started}: written durably before anything is spawned, so that nothing is ever
 *       started twice.
 *   <li>{@code pid}: the shim's boot id and {@code /proc} line, created by the shim as its first
 *       deed, or by a driver that finds {@code started} without it and so forbids the shim to run.
 *   <li>{@code exit}: written by the shim when the workload has ended, or by the driver where it
 *       never ran.
 * </ul>
 *
 * Beside them lie {@code work} (the default working directory) and the output.
 */
record ContainerDirectory(Path path) {
  /** How long a shim between creating its pid file and filling it is waited for. */
  private static final int PATIENCE_MILLIS = 2_000;

  private static final String ABANDONED = "abandoned\n";

  void make() throws IOException {
    Files.createDirectories(work());
  }

  Path work() {
    return path.resolve("work");
  }

  private Path started() {
    return path.resolve("started");
  }

  private Path pid() {
    return path.resolve("pid");
  }

  private Path exit() {
    return path.resolve("exit");
  }

  /** From now on the container counts as started, whatever happens. */
  void markStarted() throws IOException {
    AtomicFile.write(started(), Procfs.bootId() + "\n");
  }

  boolean wasStarted() {
    return Files.exists(started());
  }

  /** Writes down that how the container ended cannot be known. */
  ContainerExit writeUnknown(String reason) throws IOException {
    AtomicFile.write(exit(), ExitStatus.unknown(reason));
    return ContainerExit.unknown(reason);
  }

  boolean exitWritten() {
    return writtenExit().isPresent();
  }

  private Optional<ContainerExit> writtenExit() {
    return content(exit()).flatMap(ExitStatus::parse);
  }

  /** Where the container is, as far as files and processes tell. */
  Phase phase() {
    if (!wasStarted()) {
      return new Phase.Created();
    }
    Optional<ProcessIdentity> shim = shim();
    if (shim.isPresent()) {
      return end(shim.get())
          .<Phase>map(Phase.Ended::new)
          .orElseGet(() -> new Phase.Running(shim.get()));
    }
    return new Phase.Ended(
        writtenExit()
            .orElseGet(() -> ContainerExit.unknown("it was started, but no process was found")));
  }

  /** How the container ended; empty while its shim lives and has written nothing. */
  Optional<ContainerExit> end(ProcessIdentity shim) {
    // In this order: a shim that is gone has written before whatever it was going to write.
    boolean alive = shim.alive();
    Optional<ContainerExit> written = writtenExit();
    if (written.isPresent() || alive) {
      return written;
    }
    return Optional.of(
        ContainerExit.unknown(
            shim.boot().equals(Procfs.bootId())
                ? "nobody saw it: the shim that waited for it, process %d, was killed"
                    .formatted(shim.pid())
                : "the machine was restarted while it ran"));
  }

  /** The shim that recorded itself; empty if none did. */
  Optional<ProcessIdentity> shim() {
    return content(pid())
        .filter(text -> text.endsWith("\n"))
        .map(text -> text.split("\n"))
        .filter(lines -> lines.length == 2)
        .flatMap(lines ->
            ProcessStat.parse(lines[1])
                .map(stat -> new ProcessIdentity(lines[0], stat.pid(), stat.startTime())));
  }

  /**
   * Settles a start that was not finished: either the shim has recorded itself, or it never will.
   *
   * @param reason why it was not finished
   */
  void settle(String reason) throws IOException {
    if (!wasStarted() || exitWritten() || shim().isPresent()) {
      return;
    }
    try {
      Files.writeString(pid(), ABANDONED, StandardOpenOption.CREATE_NEW);
      writeUnknown(reason + ", and it did not run");
      return;
    } catch (FileAlreadyExistsException shimWasFaster) {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      while (content(pid()).filter(text -> text.endsWith("\n")).isEmpty()
          && System.nanoTime() < deadline) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
    if (shim().isEmpty()) {
      writeUnknown(reason);
    }
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), UTF_8));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
