package dev.berth.testkit;

import dev.berth.model.ContainerExit;
import dev.berth.model.NetworkMode;
import dev.berth.model.Resources;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.ContainerStats;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverContext;
import dev.berth.spi.ExecResult;
import dev.berth.spi.Fingerprint;
import dev.berth.spi.Listing;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogQuery;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A driver for real threads that does everything at once, except what a test holds up. */
final class ImmediateDriver implements Driver {
  private final Map<TaskHandle, TaskReport> tasks = new ConcurrentHashMap<>();
  private final CompletableFuture<TaskHandle> stopAsked = new CompletableFuture<>();
  private volatile CompletionStage<ContainerExit> exit =
      CompletableFuture.completedFuture(ContainerExit.signal(15));

  /** Holds up every stop until {@code end} is complete. */
  void stopWith(CompletionStage<ContainerExit> end) {
    exit = end;
  }

  /** Complete once a stop was asked for. */
  CompletableFuture<TaskHandle> stopAsked() {
    return stopAsked;
  }

  /** Everything it has. */
  List<TaskHandle> tasks() {
    return List.copyOf(tasks.keySet());
  }

  @Override
  public String name() {
    return "immediate";
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
        new Fingerprint(Resources.of(8 * 1024, 8 * 1024), new TreeMap<>(), "127.0.0.1"));
  }

  @Override
  public CompletionStage<TaskReport> create(TaskLaunch launch) {
    TaskHandle handle = new TaskHandle(launch.name());
    return kept(
        new TaskReport(
            handle, launch.labels(), List.of(), List.of(new ContainerReport.Created("app"))));
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle task, String container) {
    TaskReport created = tasks.get(task);
    return kept(
        new TaskReport(
            task,
            created.labels(),
            created.ports(),
            List.of(new ContainerReport.Running(container))));
  }

  private CompletionStage<TaskReport> kept(TaskReport report) {
    tasks.put(report.handle(), report);
    return CompletableFuture.completedFuture(report);
  }

  @Override
  public CompletionStage<TaskReport> recover(TaskHandle task) {
    return CompletableFuture.completedFuture(tasks.get(task));
  }

  @Override
  public CompletionStage<Listing> list() {
    return CompletableFuture.completedFuture(Listing.of(List.copyOf(tasks.values())));
  }

  @Override
  public CompletionStage<Optional<TaskReport>> inspect(TaskHandle task) {
    return CompletableFuture.completedFuture(Optional.ofNullable(tasks.get(task)));
  }

  @Override
  public CompletionStage<ContainerExit> stop(TaskHandle task, String container, Duration timeout) {
    stopAsked.complete(task);
    return exit;
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle task) {
    tasks.remove(task);
    return CompletableFuture.completedFuture(null);
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
    throw new UnsupportedOperationException("exec");
  }

  @Override
  public void close() {}
}
