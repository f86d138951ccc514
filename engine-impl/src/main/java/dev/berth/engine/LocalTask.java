package dev.berth.engine;

import dev.berth.NotFoundException;
import dev.berth.Task;
import dev.berth.TaskLogs;
import dev.berth.engine.command.Command.StopTask;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.TaskState;
import dev.berth.model.TaskId;
import dev.berth.spi.Driver;
import dev.berth.spi.TaskHandle;
import dev.berth.view.TaskView;
import java.util.Optional;

/** A task as users hold it. */
final class LocalTask implements Task {
  private final EngineParts parts;
  private final TaskId id;

  LocalTask(EngineParts parts, TaskId id) {
    this.parts = parts;
    this.id = id;
  }

  @Override
  public TaskId id() {
    return id;
  }

  @Override
  public TaskView view() {
    return parts
        .line()
        .look(() -> state().or(this::stopped).map(TaskState::view))
        .orElseThrow(() ->
            new NotFoundException(
                "task '%s' does not exist, or stopped too long ago".formatted(id)));
  }

  private Optional<TaskState> state() {
    return parts.state().task(id);
  }

  private Optional<TaskState> stopped() {
    return parts
        .state()
        .service(id.service())
        .flatMap(
            service -> service.stopped().stream().filter(task -> task.id().equals(id)).findFirst());
  }

  @Override
  public void stop(String reason) {
    parts.line().request(new StopTask(id, reason));
  }

  @Override
  public TaskLogs logs() {
    return logs(view().containers().get(0).name());
  }

  @Override
  public TaskLogs logs(String container) {
    record Source(Driver driver, TaskHandle handle) {}
    Optional<Source> source =
        parts
            .line()
            .look(() ->
                state()
                    .filter(task -> task.container(container).isPresent())
                    .flatMap(task -> {
                      TaskHandle handle = task.handle();
                      Driver driver =
                          Optional.ofNullable(task.node())
                              .flatMap(parts.state()::node)
                              .map(NodeState::driver)
                              .map(parts.drivers()::get)
                              .orElse(null);
                      return handle == null || driver == null
                          ? Optional.empty()
                          : Optional.of(new Source(driver, handle));
                    }));
    return source
        .map(found -> new DriverLogs(parts, found.driver(), found.handle(), container))
        .orElseThrow(() ->
            new NotFoundException(
                "task '%s' has no output of a container '%s': it was not created yet, is gone,"
                        .formatted(id, container)
                    + " or has no such container"));
  }
}
