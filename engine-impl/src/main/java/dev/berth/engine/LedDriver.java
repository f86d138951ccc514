package dev.berth.engine;

import dev.berth.JournalException;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A driver for an engine that leads: whatever could change a workload is refused with a {@link
 * JournalException} once the engine may no longer lead. A new intent is fenced by its append, but
 * an old one whose call is made again is not appended, so the lead is asked for here, last thing
 * before every call. What only looks is passed on.
 */
final class LedDriver implements Driver {
  private final Driver driver;
  private final Runnable requireLead;

  private LedDriver(Driver driver, Runnable requireLead) {
    this.driver = driver;
    this.requireLead = requireLead;
  }

  /** All of {@code drivers}, in their order, called only while {@code requireLead} returns. */
  static Map<String, Driver> all(Map<String, Driver> drivers, Runnable requireLead) {
    Map<String, Driver> led = new LinkedHashMap<>();
    drivers.forEach((name, driver) -> led.put(name, new LedDriver(driver, requireLead)));
    return Collections.unmodifiableMap(led);
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
    requireLead.run();
    return driver.create(launch);
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle task, String container) {
    requireLead.run();
    return driver.start(task, container);
  }

  @Override
  public CompletionStage<TaskReport> recover(TaskHandle task) {
    requireLead.run();
    return driver.recover(task);
  }

  @Override
  public CompletionStage<Listing> list() {
    return driver.list();
  }

  @Override
  public CompletionStage<Optional<TaskReport>> inspect(TaskHandle task) {
    return driver.inspect(task);
  }

  @Override
  public CompletionStage<ContainerExit> stop(TaskHandle task, String container, Duration timeout) {
    requireLead.run();
    return driver.stop(task, container, timeout);
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle task) {
    requireLead.run();
    return driver.destroy(task);
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
    requireLead.run();
    return driver.exec(task, container, command, timeout);
  }

  @Override
  public void close() {
    driver.close();
  }
}
