package dev.berth.testkit;

import dev.berth.model.ContainerExit;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A driver that passes every call on; tests override what they disturb. */
class ForwardingDriver implements Driver {
  private final Driver real;

  ForwardingDriver(Driver real) {
    this.real = real;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public DriverCapabilities capabilities() {
    return real.capabilities();
  }

  @Override
  public void open(DriverContext context) {
    real.open(context);
  }

  @Override
  public CompletionStage<Fingerprint> fingerprint() {
    return real.fingerprint();
  }

  @Override
  public CompletionStage<TaskReport> create(TaskLaunch launch) {
    return real.create(launch);
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle task, String container) {
    return real.start(task, container);
  }

  @Override
  public CompletionStage<TaskReport> recover(TaskHandle task) {
    return real.recover(task);
  }

  @Override
  public CompletionStage<Listing> list() {
    return real.list();
  }

  @Override
  public CompletionStage<Optional<TaskReport>> inspect(TaskHandle task) {
    return real.inspect(task);
  }

  @Override
  public CompletionStage<ContainerExit> stop(TaskHandle task, String container, Duration timeout) {
    return real.stop(task, container, timeout);
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle task) {
    return real.destroy(task);
  }

  @Override
  public CompletionStage<ContainerStats> stats(TaskHandle task, String container) {
    return real.stats(task, container);
  }

  @Override
  public CompletionStage<LogChunk> logs(TaskHandle task, String container, LogQuery query) {
    return real.logs(task, container, query);
  }

  @Override
  public CompletionStage<ExecResult> exec(
      TaskHandle task, String container, List<String> command, Duration timeout) {
    return real.exec(task, container, command, timeout);
  }

  @Override
  public void close() {
    real.close();
  }
}
