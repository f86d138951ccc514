package dev.berth.engine.state;

import dev.berth.engine.state.ServiceTasks.Standing;
import dev.berth.event.DeploymentBlocked;
import dev.berth.event.DeploymentCompleted;
import dev.berth.event.ImagesPinned;
import dev.berth.event.LaunchThrottleReset;
import dev.berth.event.LaunchThrottled;
import dev.berth.event.ServiceCreated;
import dev.berth.event.ServiceDeleted;
import dev.berth.event.ServiceEvent;
import dev.berth.event.ServiceRedeployed;
import dev.berth.event.ServiceRemoved;
import dev.berth.event.ServiceUpdated;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import dev.berth.view.DeploymentView.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Applies what happened to services. */
final class ServiceEventApplier {
  private final EngineState state;
  private final Changes changes;

  ServiceEventApplier(EngineState state, Changes changes) {
    this.state = state;
    this.changes = changes;
  }

  void apply(ServiceEvent event, Instant time) {
    switch (event) {
      case ServiceCreated created ->
          state.put(
              ServiceState.created(
                  created.service(), created.spec(), state.firstTask(created.service().cluster())));
      case ServiceUpdated updated -> change(event, service -> service.updated(updated.spec()));
      case ServiceDeleted deleted -> change(event, ServiceState::markDeleting);
      case ServiceRemoved removed -> state.remove(removed.service());
      case ServiceRedeployed redeployed -> change(event, ServiceState::redeployed);
      case DeploymentCompleted completed ->
          change(
              event,
              service ->
                  service.withDeployment(
                      completed.deployment(), one -> one.with(RolloutState.COMPLETED, "")));
      case DeploymentBlocked blocked ->
          change(
              event,
              service ->
                  service.withDeployment(
                      blocked.deployment(), one -> one.with(one.rolloutState(), blocked.reason())));
      case ImagesPinned pinned ->
          change(
              event,
              service ->
                  service.withDeployment(pinned.deployment(), one -> one.pinned(pinned.images())));
      case LaunchThrottled throttled ->
          change(
              event,
              service ->
                  service.withBackoff(
                      service.backoff().throttled(throttled.failures(), time, throttled.until())));
      case LaunchThrottleReset reset ->
          change(event, service -> service.withBackoff(LaunchBackoff.NONE));
    }
    changes.touch(event.service());
    if (event instanceof ServiceUpdated) {
      touchDeadlines(state, changes, event.service());
    }
  }

  /** Marks the tasks whose deadlines follow from their service's terms, which have changed. */
  static void touchDeadlines(EngineState state, Changes changes, ServiceId service) {
    ServiceTasks tasks = state.tasksOf(service);
    for (long deployment : tasks.deployments()) {
      for (Standing standing : List.of(Standing.WAITING, Standing.STOPPING)) {
        for (long number : tasks.numbers(deployment, standing)) {
          changes.touch(new TaskId(service, number));
        }
      }
    }
  }

  private void change(ServiceEvent event, UnaryOperator<ServiceState> change) {
    state.service(event.service()).ifPresent(service -> state.put(change.apply(service)));
  }
}
