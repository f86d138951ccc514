package dev.berth.engine.reconcile;

import dev.berth.engine.state.ContainerState;
import dev.berth.engine.state.TaskState;
import dev.berth.event.ContainerStarting;
import dev.berth.event.ContainerStopping;
import dev.berth.event.TaskDeprovisioning;
import dev.berth.event.TaskSettled;
import dev.berth.event.TaskStarted;
import dev.berth.event.TaskStopped;
import dev.berth.event.TaskStopping;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerDependency;
import dev.berth.model.HealthStatus;
import dev.berth.model.StopCode;
import dev.berth.model.TaskStatus;
import dev.berth.view.ContainerView.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Brings one task a step closer to where it shall be: starts its containers in the order of their
 * dependencies, and stops them in the reverse order. A function of the task and the time.
 */
public final class TaskReconciler {
  /** What a task's service says about its tasks. */
  public record Terms(Duration healthyAfter, Duration gracePeriod, Duration deregistrationDelay) {}

  /** ECS's default for starting a container; creating a task has no setting of its own. */
  private static final Duration CREATION_LIMIT = Duration.ofMinutes(3);

  private final TaskState task;
  private final Terms terms;
  private final Instant now;
  private final Reconciliation result = new Reconciliation();

  private TaskReconciler(TaskState task, Terms terms, Instant now) {
    this.task = task;
    this.terms = terms;
    this.now = now;
  }

  /** The events that bring {@code task} closer. */
  public static Reconciliation reconcile(TaskState task, Terms terms, Instant now) {
    TaskReconciler reconciler = new TaskReconciler(task, terms, now);
    TaskState.Stop stop = task.stop();
    if (stop == null) {
      reconciler.towardsRunning();
    } else {
      reconciler.towardsStopped(stop);
    }
    return reconciler.result;
  }

  private void towardsRunning() {
    Optional<TaskStopping> end = essentialExit();
    if (end.isPresent()) {
      result.add(end.get());
      return;
    }
    switch (task.status()) {
      case PROVISIONING -> {}
      case PENDING -> awaitCreation();
      case ACTIVATING -> activate();
      case RUNNING -> settle();
      case DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED -> {}
    }
  }

  /** A driver that does not create a task in time gives its service the chance to ask anew. */
  private void awaitCreation() {
    TaskState.Residence residence = task.residence();
    if (residence != null) {
      Instant deadline = residence.since().plus(CREATION_LIMIT);
      if (now.isBefore(deadline)) {
        result.lookAgainAt(deadline);
      } else {
        failToStart(
            "it was not created on node '%s' within %s"
                .formatted(residence.node().name(), CREATION_LIMIT));
      }
    }
  }

  private Optional<TaskStopping> essentialExit() {
    for (ContainerDefinition definition : task.definition().containers()) {
      ContainerState container = state(definition.name());
      if (definition.essential() && container.phase() == Phase.EXITED) {
        return Optional.of(
            new TaskStopping(
                task.id(),
                StopCode.ESSENTIAL_CONTAINER_EXITED,
                "container '%s' ended: %s".formatted(container.name(), container.exit())));
      }
    }
    return Optional.empty();
  }

  private void activate() {
    boolean all = true;
    for (ContainerDefinition definition : task.definition().containers()) {
      ContainerState container = state(definition.name());
      switch (container.phase()) {
        case WAITING -> {
          all = false;
          if (!startIfReady(definition)) {
            return;
          }
        }
        case STARTING -> {
          all = false;
          if (!withinStartTimeout(definition, container, "was not running")) {
            return;
          }
        }
        case RUNNING, STOPPING, EXITED -> {}
      }
    }
    if (all) {
      result.add(new TaskStarted(task.id()));
    }
  }

  /** Starts a container whose dependencies are met; false if the task has failed over it. */
  private boolean startIfReady(ContainerDefinition definition) {
    boolean ready = true;
    for (ContainerDependency dependency : definition.dependsOn()) {
      ContainerState other = state(dependency.container());
      if (!met(dependency, other)) {
        ready = false;
        if (failed(definition, dependency, other)) {
          return false;
        }
      }
    }
    if (ready) {
      result.add(new ContainerStarting(task.id(), definition.name()));
    }
    return true;
  }

  private static boolean met(ContainerDependency dependency, ContainerState other) {
    return switch (dependency.condition()) {
      case START -> other.phase() == Phase.RUNNING || other.phase() == Phase.EXITED;
      case COMPLETE -> other.phase() == Phase.EXITED;
      case SUCCESS -> other.exit() != null && other.exit().success();
      case HEALTHY -> other.health() == HealthStatus.HEALTHY;
    };
  }

  /** Whether a dependency that is not met can no longer be, or has had its time. */
  private boolean failed(
      ContainerDefinition definition, ContainerDependency dependency, ContainerState other) {
    String waits =
        "container '%s' waits for %s of '%s'"
            .formatted(definition.name(), dependency.condition(), other.name());
    if (other.phase() == Phase.EXITED) {
      failToStart(waits + ", which ended: " + other.exit());
      return true;
    }
    boolean begun = other.phase() != Phase.WAITING;
    String late =
        other.phase() == Phase.STARTING
            ? "was not running"
            : "has not reached %s for '%s'".formatted(dependency.condition(), definition.name());
    return begun && !withinStartTimeout(task.definition().container(other.name()), other, late);
  }

  private boolean withinStartTimeout(
      ContainerDefinition definition, ContainerState container, String what) {
    Instant deadline = container.since().plus(definition.startTimeout());
    if (now.isBefore(deadline)) {
      result.lookAgainAt(deadline);
      return true;
    }
    failToStart(
        "container '%s' %s within its startTimeout of %s"
            .formatted(definition.name(), what, definition.startTimeout()));
    return false;
  }

  private void failToStart(String reason) {
    result.add(new TaskStopping(task.id(), StopCode.TASK_FAILED_TO_START, reason));
  }

  private void settle() {
    if (task.settled() || task.startedAt() == null) {
      return;
    }
    if (!task.checked()) {
      settleAt(task.startedAt().plus(terms.healthyAfter()));
    } else if (task.health() == HealthStatus.UNHEALTHY) {
      settleAt(task.startedAt().plus(terms.gracePeriod()));
    }
  }

  private void settleAt(Instant settled) {
    if (now.isBefore(settled)) {
      result.lookAgainAt(settled);
    } else {
      result.add(new TaskSettled(task.id()));
    }
  }

  private void towardsStopped(TaskState.Stop stop) {
    switch (task.status()) {
      case DEACTIVATING -> drain(stop);
      case STOPPING -> stopContainers(stop);
      case PROVISIONING, PENDING, ACTIVATING, RUNNING, DEPROVISIONING, STOPPED -> {}
    }
  }

  private void drain(TaskState.Stop stop) {
    boolean clientsMayCome =
        !task.ports().isEmpty() && (!task.checked() || task.health() == HealthStatus.HEALTHY);
    boolean anyLive = task.containers().stream().anyMatch(ContainerState::live);
    Instant drained = stop.since().plus(terms.deregistrationDelay());
    if (clientsMayCome && anyLive && now.isBefore(drained)) {
      result.lookAgainAt(drained);
    } else {
      stopContainers(stop);
    }
  }

  private void stopContainers(TaskState.Stop stop) {
    if (task.node() == null) {
      result.add(new TaskStopped(task.id(), stop.code(), task.reason()));
      return;
    }
    if (task.handle() == null) {
      // The call that creates it is under way; its outcome comes first.
      return;
    }
    boolean anyLive = false;
    for (ContainerDefinition definition : task.definition().containers()) {
      ContainerState container = state(definition.name());
      if (container.live()) {
        anyLive = true;
        if (container.phase() != Phase.STOPPING && !anyDependentLives(definition.name())) {
          result.add(new ContainerStopping(task.id(), definition.name()));
        }
      }
    }
    if (!anyLive && task.status() != TaskStatus.DEPROVISIONING) {
      result.add(new TaskDeprovisioning(task.id()));
    }
  }

  private boolean anyDependentLives(String name) {
    for (ContainerDefinition definition : task.definition().containers()) {
      for (ContainerDependency dependency : definition.dependsOn()) {
        if (dependency.container().equals(name) && state(definition.name()).live()) {
          return true;
        }
      }
    }
    return false;
  }

  private ContainerState state(String container) {
    return task.container(container).orElseThrow();
  }
}
