package dev.berth.engine.dispatch;

import dev.berth.engine.state.DeploymentState;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.TaskState;
import dev.berth.model.NodeId;
import dev.berth.model.PinnedImage;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverException;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLabels;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The drivers of an engine, called in terms of tasks. What a driver throws becomes a failed stage.
 */
public final class DriverCalls {
  private final EngineState state;
  private final Map<String, Driver> drivers;
  private final String engineId;
  private final Function<TaskDefinition, String> hash;
  private final Map<TaskDefinitionId, String> hashes = new HashMap<>();

  /**
   * Calls of {@code drivers}, by their names.
   *
   * @param hash of a task definition's content
   */
  public DriverCalls(
      EngineState state,
      Map<String, Driver> drivers,
      String engineId,
      Function<TaskDefinition, String> hash) {
    this.state = state;
    this.drivers = drivers;
    this.engineId = engineId;
    this.hash = hash;
  }

  CompletionStage<TaskReport> create(TaskState task) {
    TaskDefinition definition = task.definition();
    TaskLabels labels =
        new TaskLabels(
            engineId,
            task.id(),
            hashes.computeIfAbsent(definition.id(), id -> hash.apply(definition)),
            task.placedSequence());
    TaskLaunch launch =
        new TaskLaunch(task.id(), node(task), definition.withImages(images(task)), labels);
    return call(task, driver -> driver.create(launch));
  }

  /** What is known of its deployment's images. */
  private List<PinnedImage> images(TaskState task) {
    return state
        .service(task.id().service())
        .flatMap(service -> service.deployment(task.deployment()))
        .map(DeploymentState::images)
        .orElse(List.of());
  }

  CompletionStage<TaskReport> start(TaskState task, String container) {
    return call(task, driver -> driver.start(handle(task), container));
  }

  CompletionStage<ContainerReport> stop(TaskState task, String container) {
    return call(
        task,
        driver ->
            driver
                .stop(handle(task), container, task.definition().container(container).stopTimeout())
                .thenApply(exit -> new ContainerReport.Exited(container, exit)));
  }

  CompletionStage<Boolean> destroy(TaskState task) {
    return call(task, driver -> driver.destroy(handle(task)).thenApply(done -> true));
  }

  /** Calls the driver of a placed task's node. */
  public <T> CompletionStage<T> call(TaskState task, Function<Driver, CompletionStage<T>> call) {
    try {
      String name = state.node(node(task)).map(NodeState::driver).orElse("");
      Driver driver = drivers.get(name);
      if (driver == null) {
        return CompletableFuture.failedFuture(
            new DriverException(
                DriverException.Reason.UNAVAILABLE,
                "this engine was started without driver '%s'".formatted(name)));
      }
      return call.apply(driver);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /**
   * The failure of a stage, or any other one than a driver's as {@link
   * DriverException.Reason#FAILED}.
   */
  public static DriverException asDriverException(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof DriverException known
        ? known
        : new DriverException(DriverException.Reason.FAILED, cause.toString(), cause);
  }

  private static NodeId node(TaskState task) {
    return Objects.requireNonNull(task.node(), "a placed task");
  }

  /** A created task's handle. */
  public static TaskHandle handle(TaskState task) {
    return Objects.requireNonNull(task.handle(), "a created task");
  }
}
