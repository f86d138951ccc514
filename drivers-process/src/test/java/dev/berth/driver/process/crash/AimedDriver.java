package dev.berth.driver.process.crash;

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
import java.util.function.Supplier;

/** A driver whose calls can be aimed at. */
record AimedDriver(Driver driver, Aim.Trigger trigger) implements Driver {
  private <T> CompletionStage<T> aimed(String verb, Supplier<CompletionStage<T>> call) {
    Optional<Aim.When> still = trigger.at(verb);
    if (still.isEmpty()) {
      return call.get();
    }
    if (still.get() == Aim.When.BEFORE) {
      trigger.standStill();
    }
    return call.get().whenComplete((answer, failure) -> trigger.standStill());
  }

  @Override
  public String name() {
    return driver.name();
  }

  @Override
  public DriverCapabilities capabilities() {
    return driver.capabilities();
  }

  @Override
  public void open(DriverContext context) {
    driver.open(context);
  }

  @Override
  public CompletionStage<Fingerprint> fingerprint() {
    return driver.fingerprint();
  }

  @Override
  public CompletionStage<TaskReport> create(TaskLaunch launch) {
    return aimed("create", () -> driver.create(launch));
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle task, String container) {
    return aimed("start", () -> driver.start(task, container));
  }

  @Override
  public CompletionStage<TaskReport> recover(TaskHandle task) {
    return aimed("recover", () -> driver.recover(task));
  }

  @Override
  public CompletionStage<Listing> list() {
    return aimed("list", driver::list);
  }

  @Override
  public CompletionStage<Optional<TaskReport>> inspect(TaskHandle task) {
    return driver.inspect(task);
  }

  @Override
  public CompletionStage<ContainerExit> stop(TaskHandle task, String container, Duration timeout) {
    return aimed("stop", () -> driver.stop(task, container, timeout));
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle task) {
    return aimed("destroy", () -> driver.destroy(task));
  }

  @Override
  public CompletionStage<ContainerStats> stats(TaskHandle task, String container) {
    return driver.stats(task, container);
  }

  @Override
  public CompletionStage<LogChunk> logs(TaskHandle task, String container, LogQuery query) {
    return driver.logs(task, container, query);
  }

  @Override
  public CompletionStage<ExecResult> exec(
      TaskHandle task, String container, List<String> command, Duration timeout) {
    return driver.exec(task, container, command, timeout);
  }

  @Override
  public void close() {
    driver.close();
  }
}
