package dev.berth.engine.journal;

import dev.berth.model.ContainerExit;
import dev.berth.model.NetworkMode;
import dev.berth.model.Resources;
import dev.berth.spi.ContainerStats;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.ExecResult;
import dev.berth.spi.Fingerprint;
import dev.berth.spi.Listing;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogQuery;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A driver whose machine never answers, so that every call is made again and again. Each call that
 * would change something is a line in a file that several processes share, and one on standard
 * output once it has returned.
 */
final class UnreachableDriver implements Driver {
  private final String owner;
  private final Path calls;

  UnreachableDriver(String owner, Path calls) {
    this.owner = owner;
    this.calls = calls;
  }

  private <T> CompletionStage<T> called(String verb) {
    try {
      Files.writeString(
          calls, owner + " " + verb + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("called " + verb);
    return CompletableFuture.failedFuture(
        new DriverException(DriverException.Reason.UNAVAILABLE, "the machine does not answer"));
  }

  @Override
  public String name() {
    return "unreachable";
  }

  @Override
  public DriverCapabilities capabilities() {
    return new DriverCapabilities(
        EnumSet.allOf(DriverCapabilities.Feature.class), EnumSet.allOf(NetworkMode.class));
  }

  @Override
  public void open(DriverContext context) {}

  @Override
  public CompletionStage<Fingerprint> fingerprint() {
    return CompletableFuture.completedFuture(
        new Fingerprint(Resources.of(1024, 1024), new TreeMap<>(), "127.0.0.1"));
  }

  @Override
  public CompletionStage<TaskReport> create(TaskLaunch launch) {
    return called("create");
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle task, String container) {
    return called("start");
  }

  @Override
  public CompletionStage<TaskReport> recover(TaskHandle task) {
    return called("recover");
  }

  @Override
  public CompletionStage<Listing> list() {
    return CompletableFuture.completedFuture(Listing.of(List.of()));
  }

  @Override
  public CompletionStage<Optional<TaskReport>> inspect(TaskHandle task) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public CompletionStage<ContainerExit> stop(TaskHandle task, String container, Duration timeout) {
    return called("stop");
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle task) {
    return called("destroy");
  }

  @Override
  public CompletionStage<ContainerStats> stats(TaskHandle task, String container) {
    throw new UnsupportedOperationException("stats");
  }

  @Override
  public CompletionStage<LogChunk> logs(TaskHandle task, String container, LogQuery query) {
    throw new UnsupportedOperationException("logs");
  }

  @Override
  public CompletionStage<ExecResult> exec(
      TaskHandle task, String container, List<String> command, Duration timeout) {
    return called("exec");
  }

  @Override
  public void close() {}
}
