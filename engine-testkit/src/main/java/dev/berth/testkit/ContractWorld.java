package dev.berth.testkit;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.model.NodeId;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLabels;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One engine's side of one contract test: its id, its directory, what it observed, and its driver,
 * which can be closed and opened anew as a restart would.
 */
final class ContractWorld implements AutoCloseable {
  private static final String DEFINITION_HASH = "c0ffee";

  private final ContractHooks test;
  private final Path directory;
  private final String engineId = "contract-" + UUID.randomUUID();
  private final LinkedBlockingQueue<Observation> observations = new LinkedBlockingQueue<>();
  private Driver driver;

  ContractWorld(ContractHooks test, Path directory) {
    this.test = test;
    this.directory = directory;
    driver = open();
  }

  private Driver open() {
    return test.openDriver(new DriverContext(engineId, directory, observations::add));
  }

  Driver driver() {
    return driver;
  }

  /** Closes the driver and opens another, as when the engine is restarted. */
  void reopen() {
    driver.close();
    observations.clear();
    driver = open();
  }

  TaskLaunch launch(long number, ContainerDefinition.Builder... containers) {
    return launch(number, engineId, DEFINITION_HASH, containers);
  }

  TaskLaunch launch(
      long number,
      String engine,
      String definitionHash,
      ContainerDefinition.Builder... containers) {
    TaskDefinition.Builder definition = TaskDefinition.builder("contract").revision(1);
    for (ContainerDefinition.Builder container : containers) {
      definition.container(container.build());
    }
    TaskId task = new TaskId(new ServiceId("contract", "web"), number);
    return new TaskLaunch(
        task,
        new NodeId("contract", "node"),
        definition.build(),
        new TaskLabels(engine, task, definitionHash, number));
  }

  /** The outcome of a call that has to succeed. */
  <T> T get(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    test.await("the call to complete", future::isDone);
    return future.join();
  }

  /** The refusal of a call that has to fail. */
  DriverException refusal(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    test.await("the call to complete", future::isDone);
    if (!future.isCompletedExceptionally()) {
      throw new AssertionError("refusal expected, but the call gave " + future.join());
    }
    if (future.exceptionNow() instanceof DriverException refusal) {
      return refusal;
    }
    throw new AssertionError("DriverException expected", future.exceptionNow());
  }

  TaskHandle create(long number, ContainerDefinition.Builder... containers) {
    return get(driver.create(launch(number, containers))).handle();
  }

  /** Creates a task and starts its containers in their order. */
  TaskHandle run(long number, ContainerDefinition.Builder... containers) {
    TaskReport created = get(driver.create(launch(number, containers)));
    for (ContainerReport container : created.containers()) {
      TaskReport unused = get(driver.start(created.handle(), container.container()));
    }
    return created.handle();
  }

  /** Starts a container and returns it as the start reports it. */
  ContainerReport start(TaskHandle task, String container) {
    return get(driver.start(task, container)).containers().stream()
        .filter(report -> report.container().equals(container))
        .findFirst()
        .orElseThrow();
  }

  TaskReport inspect(TaskHandle task) {
    return get(driver.inspect(task)).orElseThrow(() -> new AssertionError(task + " is gone"));
  }

  /** How a container ended; empty if it has not. */
  Optional<ContainerExit> exit(TaskHandle task, String container) {
    for (ContainerReport report : inspect(task).containers()) {
      if (report instanceof ContainerReport.Exited exited && exited.container().equals(container)) {
        return Optional.of(exited.exit());
      }
    }
    return Optional.empty();
  }

  ContainerExit awaitExit(TaskHandle task, String container) {
    test.await("the exit of " + container, () -> exit(task, container).isPresent());
    return exit(task, container).orElseThrow();
  }

  /** Waits until an exit of that container was observed; returns it. */
  ContainerExit awaitObservedExit(TaskHandle task, String container) {
    test.await(
        "the exit of " + container + " to be observed",
        () -> observedExit(task, container).isPresent());
    return observedExit(task, container).orElseThrow();
  }

  private Optional<ContainerExit> observedExit(TaskHandle task, String container) {
    for (Observation observation : observations) {
      if (observation instanceof Observation.ContainerSeen seen
          && seen.task().equals(inspect(task).labels().task())
          && seen.report() instanceof ContainerReport.Exited exited
          && exited.container().equals(container)) {
        return Optional.of(exited.exit());
      }
    }
    return Optional.empty();
  }

  List<TaskReport> list() {
    return get(driver.list()).tasks();
  }

  /** Removes every task, and closes the driver. */
  @Override
  public void close() {
    for (TaskReport task : list()) {
      Void unused = get(driver.destroy(task.handle()));
    }
    driver.close();
  }
}
