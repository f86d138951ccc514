package dev.berth.engine.decide;

import dev.berth.ConflictException;
import dev.berth.InvalidSpecException;
import dev.berth.NotFoundException;
import dev.berth.engine.command.Command.CreateService;
import dev.berth.engine.command.Command.DeleteService;
import dev.berth.engine.command.Command.RedeployService;
import dev.berth.engine.command.Command.RegisterTaskDefinition;
import dev.berth.engine.command.Command.ResetBackoff;
import dev.berth.engine.command.Command.StopTask;
import dev.berth.engine.command.Command.UpdateService;
import dev.berth.engine.place.Expressions;
import dev.berth.engine.place.Placement;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.LaunchBackoff;
import dev.berth.engine.state.ServiceState;
import dev.berth.engine.state.TaskState;
import dev.berth.event.LaunchThrottleReset;
import dev.berth.event.ServiceCreated;
import dev.berth.event.ServiceDeleted;
import dev.berth.event.ServiceRedeployed;
import dev.berth.event.ServiceUpdated;
import dev.berth.event.TaskDefinitionRegistered;
import dev.berth.event.TaskStopping;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import java.util.Map;

/** Decides what is asked of task definitions, services and their tasks. */
final class ServiceDecider {
  private static final int MOST_REASON = 4_096;

  private final EngineState state;
  private final Placement placement;

  ServiceDecider(EngineState state, Placement placement) {
    this.state = state;
    this.placement = placement;
  }

  Decision decide(RegisterTaskDefinition register) {
    TaskDefinition definition = register.definition();
    Expressions.requireReadable(
        "task definition '%s'".formatted(definition.family()), definition.placementConstraints());
    Map.Entry<Integer, TaskDefinition> newest = state.revisions(definition.family()).lastEntry();
    if (newest == null) {
      return Decision.accept(new TaskDefinitionRegistered(definition.withRevision(1)));
    }
    boolean same = newest.getValue().equals(definition.withRevision(newest.getKey()));
    return same
        ? Decision.accept()
        : Decision.accept(
            new TaskDefinitionRegistered(definition.withRevision(newest.getKey() + 1)));
  }

  Decision decide(CreateService create) {
    ClusterDecider.requireCluster(state, create.service().cluster());
    ServiceState existing = state.service(create.service()).orElse(null);
    if (existing != null) {
      if (!existing.deleting() && existing.spec().equals(create.spec())) {
        return Decision.accept();
      }
      throw new ConflictException(
          existing.deleting()
              ? "service '%s' is being deleted: wait with Service.awaitDeleted"
                  .formatted(create.service())
              : "service '%s' exists with another specification: change it with Service.update"
                  .formatted(create.service()));
    }
    TaskDefinition definition = definition(create.service(), create.spec());
    requireConstraints(create.service(), create.spec(), definition);
    requirePlaceable(create.service(), create.spec(), definition);
    return Decision.accept(new ServiceCreated(create.service(), create.spec()));
  }

  Decision decide(UpdateService update) {
    ServiceState service = require(update.service());
    requireLasting(service);
    if (!service.spec().equals(update.seen())) {
      throw new ConflictException(
          "service '%s' was changed by someone else meanwhile".formatted(update.service()));
    }
    if (service.spec().equals(update.spec())) {
      return Decision.accept();
    }
    if (!update.spec().name().equals(update.service().name())) {
      throw new InvalidSpecException(
          "service '%s' cannot be renamed to '%s'"
              .formatted(update.service(), update.spec().name()));
    }
    TaskDefinition definition = definition(update.service(), update.spec());
    requireConstraints(update.service(), update.spec(), definition);
    if (!update.spec().taskDefinition().equals(service.spec().taskDefinition())
        || !update.spec().placementConstraints().equals(service.spec().placementConstraints())) {
      requirePlaceable(update.service(), update.spec(), definition);
    }
    return Decision.accept(new ServiceUpdated(update.service(), update.spec()));
  }

  private static void requireLasting(ServiceState service) {
    if (service.deleting()) {
      throw new ConflictException(
          "service '%s' is being deleted and cannot change".formatted(service.id()));
    }
  }

  Decision decide(RedeployService redeploy) {
    requireLasting(require(redeploy.service()));
    return Decision.accept(new ServiceRedeployed(redeploy.service()));
  }

  Decision decide(ResetBackoff reset) {
    return require(reset.service()).backoff().equals(LaunchBackoff.NONE)
        ? Decision.accept()
        : Decision.accept(new LaunchThrottleReset(reset.service()));
  }

  Decision decide(DeleteService delete) {
    return require(delete.service()).deleting()
        ? Decision.accept()
        : Decision.accept(new ServiceDeleted(delete.service()));
  }

  Decision decide(StopTask stop) {
    if (stop.reason().length() > MOST_REASON) {
      throw new InvalidSpecException(
          "the reason to stop task '%s' has %d characters, at most %d are kept"
              .formatted(stop.task(), stop.reason().length(), MOST_REASON));
    }
    TaskState task = state.task(stop.task()).orElse(null);
    if (task == null) {
      boolean known = stop.task().number() < require(stop.task().service()).nextTask();
      if (known) {
        return Decision.accept();
      }
      throw new NotFoundException("no task '%s'".formatted(stop.task()));
    }
    return task.wanted()
        ? Decision.accept(new TaskStopping(stop.task(), StopCode.USER_INITIATED, stop.reason()))
        : Decision.accept();
  }

  private ServiceState require(ServiceId id) {
    return state
        .service(id)
        .orElseThrow(() ->
            new NotFoundException(
                "no service '%s' in cluster '%s'".formatted(id.name(), id.cluster())));
  }

  private TaskDefinition definition(ServiceId service, ServiceSpec spec) {
    return state
        .definition(spec.taskDefinition())
        .orElseThrow(() ->
            new NotFoundException(
                "service '%s' names task definition '%s', which is not registered"
                    .formatted(service, spec.taskDefinition())));
  }

  private static void requireConstraints(
      ServiceId service, ServiceSpec spec, TaskDefinition definition) {
    Expressions.requireReadable("service '%s'".formatted(service), spec.placementConstraints());
    int own = spec.placementConstraints().size();
    int inherited = definition.placementConstraints().size();
    if (own + inherited > PlacementConstraint.MAXIMUM_COUNT) {
      throw new InvalidSpecException(
          ("service '%s' has %d placement constraints and its task definition '%s' has %d: together"
                  + " at most %d are allowed")
              .formatted(service, own, definition, inherited, PlacementConstraint.MAXIMUM_COUNT));
    }
  }

  private void requirePlaceable(ServiceId service, ServiceSpec spec, TaskDefinition definition) {
    placement
        .hopeless(service, definition, spec)
        .ifPresent(explanation -> {
          throw new InvalidSpecException(
              "a task of service '%s' (%s) fits no node even if all were empty: %s"
                  .formatted(service, definition, explanation.message()));
        });
  }
}
