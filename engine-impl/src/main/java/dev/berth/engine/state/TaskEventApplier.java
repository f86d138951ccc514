package dev.berth.engine.state;

import dev.berth.event.ContainerExited;
import dev.berth.event.ContainerHealthChanged;
import dev.berth.event.ContainerStarted;
import dev.berth.event.ContainerStarting;
import dev.berth.event.ContainerStopping;
import dev.berth.event.EventRecord;
import dev.berth.event.TaskCreated;
import dev.berth.event.TaskDeprovisioning;
import dev.berth.event.TaskEvent;
import dev.berth.event.TaskPlaced;
import dev.berth.event.TaskPortsChanged;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskSettled;
import dev.berth.event.TaskStarted;
import dev.berth.event.TaskStopped;
import dev.berth.event.TaskStopping;
import dev.berth.event.TaskUnplaced;
import dev.berth.model.NodeId;
import dev.berth.model.StopCode;
import dev.berth.model.TaskStatus;
import dev.berth.view.ContainerView.Phase;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Applies what happened to tasks and their containers. */
final class TaskEventApplier {
  private final EngineState state;
  private final Changes changes;

  TaskEventApplier(EngineState state, Changes changes) {
    this.state = state;
    this.changes = changes;
  }

  void apply(TaskEvent event, EventRecord record) {
    Instant time = record.time();
    switch (event) {
      case TaskRequested requested -> request(requested, time);
      case TaskUnplaced unplaced ->
          change(event, task -> task.unplacedBecause(unplaced.explanation().message()));
      case TaskPlaced placed ->
          change(event, task -> task.placed(placed.node(), time, record.sequence()));
      case TaskCreated created ->
          change(event, task -> task.created(created.handle(), created.ports()));
      case TaskPortsChanged changed -> change(event, task -> task.withPorts(changed.ports()));
      case ContainerStarting starting -> phase(event, starting.container(), Phase.STARTING, time);
      case ContainerStarted started -> phase(event, started.container(), Phase.RUNNING, time);
      case ContainerStopping stopping -> {
        phase(event, stopping.container(), Phase.STOPPING, time);
        change(event, task -> task.withStatus(TaskStatus.STOPPING));
      }
      case ContainerExited exited ->
          change(
              event,
              task ->
                  task.withContainer(
                      exited.container(), container -> container.withExit(exited.exit(), time)));
      case ContainerHealthChanged changed ->
          change(
              event,
              task ->
                  task.withContainer(
                      changed.container(), container -> container.withHealth(changed.health())));
      case TaskStarted started -> start(started, time);
      case TaskSettled settled -> change(event, TaskState::settle);
      case TaskStopping stopping -> stop(stopping, time);
      case TaskDeprovisioning deprovisioning ->
          change(event, task -> task.withStatus(TaskStatus.DEPROVISIONING));
      case TaskStopped stopped -> remove(stopped);
    }
    changes.touch(event.task());
    changes.touch(event.task().service());
  }

  private void request(TaskRequested event, Instant time) {
    state
        .service(event.task().service())
        .ifPresent(service -> state.put(service.requested(event.task().number())));
    state
        .definition(event.definition())
        .ifPresent(definition ->
            state.put(TaskState.requested(event.task(), event.deployment(), definition, time)));
    changes.touchCapacity(event.task().cluster());
  }

  private void start(TaskStarted event, Instant time) {
    change(event, task -> task.started(time));
    state
        .service(event.task().service())
        .filter(service -> !service.backoff().equals(LaunchBackoff.NONE))
        .ifPresent(service -> state.put(service.withBackoff(LaunchBackoff.NONE)));
  }

  private void stop(TaskStopping event, Instant time) {
    state
        .task(event.task())
        .ifPresent(task -> {
          boolean drains =
              task.status() == TaskStatus.RUNNING
                  && switch (event.code()) {
                    case USER_INITIATED, SERVICE_SCHEDULER_INITIATED -> true;
                    case TASK_FAILED_TO_START, ESSENTIAL_CONTAINER_EXITED, INFRASTRUCTURE_HEALTH ->
                        false;
                  };
          TaskStatus next = drains ? TaskStatus.DEACTIVATING : TaskStatus.STOPPING;
          state.put(task.stopping(next, event.code(), event.reason(), time));
          if (task.startedAt() == null && failedToLaunch(event.code())) {
            rememberFailure(task, event.reason());
          }
        });
  }

  private static boolean failedToLaunch(StopCode code) {
    return switch (code) {
      case TASK_FAILED_TO_START, ESSENTIAL_CONTAINER_EXITED, INFRASTRUCTURE_HEALTH -> true;
      case USER_INITIATED, SERVICE_SCHEDULER_INITIATED -> false;
    };
  }

  private void rememberFailure(TaskState task, String reason) {
    state
        .service(task.id().service())
        .filter(service -> service.deployment().number() == task.deployment())
        .ifPresent(service ->
            state.put(service.withBackoff(service.backoff().failed(task.requestedAt(), reason))));
  }

  private void remove(TaskStopped event) {
    state
        .task(event.task())
        .ifPresent(task -> {
          state.remove(task.id());
          NodeId node = task.node();
          if (node != null) {
            changes.touchCapacity(node.cluster());
          }
          state
              .service(task.id().service())
              .ifPresent(
                  service -> state.put(service.withStopped(task.withStatus(TaskStatus.STOPPED))));
        });
  }

  private void phase(TaskEvent event, String name, Phase phase, Instant time) {
    change(event, task -> task.withContainer(name, container -> container.withPhase(phase, time)));
  }

  private void change(TaskEvent event, UnaryOperator<TaskState> change) {
    state.task(event.task()).ifPresent(task -> state.put(change.apply(task)));
  }
}
