package dev.berth.driver.process;

import dev.berth.model.ContainerExit;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.ContainerStats;
import dev.berth.spi.DriverException;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One container of a task. Until it is started or taken up in this life of the engine, its files
 * are asked anew each time; from then on it is watched, and ended means: its main process has
 * ended, and what that left behind is gone too.
 */
final class ProcessContainer {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessContainer.class);

  private final Marker marker;
  private final ContainerDirectory directory;
  private final ContainerLog log;
  private final ProcessTree tree;
  private final DriverThreads threads;
  private final ExitWatch watch;
  private final Consumer<ContainerReport> observer;
  private final CompletableFuture<ContainerExit> end = new CompletableFuture<>();

  private @Nullable Phase known;
  private boolean ending;
  private boolean askedToEnd;

  ProcessContainer(
      TaskId task, Marker marker, ContainerDirectory directory, Surroundings surroundings) {
    this.marker = marker;
    this.directory = directory;
    this.log = surroundings.log(directory);
    this.tree = new ProcessTree(Optional.of(marker), surroundings.table());
    this.threads = surroundings.threads();
    this.watch = surroundings.watch();
    this.observer = surroundings.observer(task);
  }

  String name() {
    return marker.container();
  }

  String task() {
    return marker.task();
  }

  ContainerDirectory directory() {
    return directory;
  }

  synchronized Phase phase() {
    return known == null ? directory.phase() : known;
  }

  ContainerReport report() {
    return phase().report(name());
  }

  boolean wasStarted() {
    return directory.wasStarted();
  }

  /**
   * It is being started: until it is {@link #launched} or {@link #notLaunched}, its files lie
   * between created and running, and whoever asks must not take the missing shim for an end.
   */
  synchronized void launching() {
    known = new Phase.Created();
  }

  /** Its start failed: its files tell the rest. */
  synchronized void notLaunched() {
    known = null;
  }

  /** Its workload runs under {@code shim}: from now on it is watched. */
  synchronized void launched(ProcessIdentity shim) {
    known = new Phase.Running(shim);
    watch.add(this);
  }

  /** It counts as started and will never run. */
  synchronized ContainerExit neverRuns(String reason) throws IOException {
    if (!directory.wasStarted()) {
      directory.markStarted();
    }
    ContainerExit exit = directory.writeUnknown(reason);
    known = new Phase.Ended(exit);
    return exit;
  }

  /**
   * Watches it from now on; completes when that is so and nothing is left of it if it has ended.
   */
  synchronized CompletableFuture<?> takeUp() {
    if (known != null) {
      return CompletableFuture.completedFuture(null);
    }
    Phase phase = directory.phase();
    return switch (phase) {
      case Phase.Created created -> CompletableFuture.completedFuture(null);
      case Phase.Running running -> {
        launched(running.shim());
        yield CompletableFuture.completedFuture(null);
      }
      case Phase.Ended ended -> kill().thenAccept(survivors -> known(ended));
    };
  }

  private synchronized void known(Phase phase) {
    known = phase;
  }

  /** Looks whether it has ended, and if so sees to the rest. */
  void look() {
    Optional<ContainerExit> exit;
    synchronized (this) {
      if (ending || !(known instanceof Phase.Running running)) {
        return;
      }
      exit = directory.end(running.shim());
      if (exit.isEmpty()) {
        return;
      }
      ending = true;
    }
    ContainerExit how = exit.get();
    var unused = kill().whenComplete((survivors, failure) -> ended(how, survivors, failure));
  }

  private void ended(
      ContainerExit exit, @Nullable List<Long> survivors, @Nullable Throwable failure) {
    watch.remove(this);
    rotateLog();
    known(new Phase.Ended(exit));
    observer.accept(report());
    if (survivors != null && survivors.isEmpty()) {
      end.complete(exit);
    } else {
      LOG.warn("{} has ended, but left processes {}", this, survivors, failure);
      end.completeExceptionally(
          failure == null && survivors != null
              ? survived(survivors)
              : new IllegalStateException(this + " left processes that were not found", failure));
    }
  }

  /** Asks it to end and kills it after {@code timeout}; completes when nothing of it is left. */
  CompletableFuture<ContainerExit> stop(Duration timeout) throws IOException {
    ProcessIdentity shim;
    boolean first;
    synchronized (this) {
      Phase phase = phase();
      switch (phase) {
        case Phase.Created created -> {
          return CompletableFuture.completedFuture(neverRuns("never started"));
        }
        case Phase.Ended ended -> {
          return kill().thenApply(survivors -> gone(survivors, ended.exit()));
        }
        case Phase.Running running -> shim = running.shim();
      }
      if (known == null) {
        launched(shim);
      }
      first = !askedToEnd;
      askedToEnd = true;
    }
    CompletableFuture<ContainerExit> stopped = end.copy();
    if (timeout.isZero() || timeout.isNegative()) {
      killFor(stopped);
    } else {
      if (first) {
        tree.terminate(shim);
      }
      Future<?> later = threads.after(timeout, () -> killFor(stopped));
      var unused = end.whenComplete((exit, failure) -> later.cancel(false));
    }
    return stopped;
  }

  private void killFor(CompletableFuture<ContainerExit> stopped) {
    var unused =
        kill()
            .whenComplete((survivors, failure) -> {
              if (failure != null) {
                stopped.completeExceptionally(failure);
              } else if (!survivors.isEmpty()) {
                stopped.completeExceptionally(survived(survivors));
              } else {
                look();
              }
            });
  }

  private ContainerExit gone(List<Long> survivors, ContainerExit exit) {
    if (!survivors.isEmpty()) {
      throw survived(survivors);
    }
    return exit;
  }

  private DriverException survived(List<Long> survivors) {
    return new DriverException(
        DriverException.Reason.FAILED,
        "%s: processes %s were killed and still live (in ps: state D waits for a device; or they are another user's)"
            .formatted(this, survivors));
  }

  private CompletableFuture<List<Long>> kill() {
    return new Kill(tree, directory.shim(), directory::exitWritten, threads).begin();
  }

  ContainerStats stats() {
    if (!(phase() instanceof Phase.Running running)) {
      return new ContainerStats(Duration.ZERO, 0, 0);
    }
    long ticks = 0;
    long memory = 0;
    int count = 0;
    for (ProcessIdentity process : tree.alive(Optional.of(running.shim()))) {
      Optional<ProcessStat> stat = process.find();
      if (stat.isPresent() && !process.equals(running.shim())) {
        ticks += stat.get().cpuTicks();
        memory += Procfs.residentBytes(process.pid());
        count++;
      }
    }
    return new ContainerStats(
        Duration.ofMillis(ticks * 1000 / Procfs.TICKS_PER_SECOND), memory, count);
  }

  LogChunk logs(LogQuery query) throws IOException {
    return log.read(query, phase() instanceof Phase.Ended);
  }

  void rotateLog() {
    try {
      log.rotate();
    } catch (IOException | UncheckedIOException failure) {
      LOG.warn("the output of {} could not be rotated", this, failure);
    }
  }

  @Override
  public String toString() {
    return "container '" + name() + "' of task " + task();
  }
}
