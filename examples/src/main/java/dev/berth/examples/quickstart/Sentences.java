package dev.berth.examples.quickstart;

import dev.berth.event.ClusterEvent;
import dev.berth.event.ContainerExited;
import dev.berth.event.ContainerHealthChanged;
import dev.berth.event.ContainerStarted;
import dev.berth.event.ContainerStarting;
import dev.berth.event.ContainerStopping;
import dev.berth.event.DeploymentBlocked;
import dev.berth.event.DeploymentCompleted;
import dev.berth.event.EngineEvent;
import dev.berth.event.Event;
import dev.berth.event.ImagesPinned;
import dev.berth.event.LaunchThrottleReset;
import dev.berth.event.LaunchThrottled;
import dev.berth.event.NodeEvent;
import dev.berth.event.ServiceCreated;
import dev.berth.event.ServiceDeleted;
import dev.berth.event.ServiceEvent;
import dev.berth.event.ServiceRedeployed;
import dev.berth.event.ServiceRemoved;
import dev.berth.event.ServiceUpdated;
import dev.berth.event.TaskCreated;
import dev.berth.event.TaskDefinitionEvent;
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
import dev.berth.model.HealthStatus;
import dev.berth.model.PinnedImage;
import dev.berth.model.ServiceSpec;
import java.util.Locale;
import java.util.Optional;

/** Events in words; those that only take a task one step further have none. */
final class Sentences {
  private Sentences() {}

  static Optional<String> of(Event event) {
    return switch (event) {
      case ServiceEvent ofService -> Optional.of(service(ofService));
      case TaskEvent ofTask -> task(ofTask).map(what -> ofTask.task().shortName() + " " + what);
      case ClusterEvent ofCluster -> Optional.empty();
      case EngineEvent ofEngine -> Optional.empty();
      case NodeEvent ofNode -> Optional.empty();
      case TaskDefinitionEvent ofDefinition -> Optional.empty();
    };
  }

  private static String service(ServiceEvent event) {
    String name = event.service().name();
    return switch (event) {
      case ServiceCreated created -> name + " shall be " + wanted(created.spec());
      case ServiceUpdated updated -> name + " shall be " + wanted(updated.spec());
      case ServiceRedeployed redeployed -> name + " replaces all its tasks";
      case ServiceDeleted deleted -> name + " shall be no more";
      case ServiceRemoved removed -> name + " is gone";
      case DeploymentCompleted completed ->
          "%s deployment %d is complete".formatted(name, completed.deployment());
      case DeploymentBlocked blocked -> name + " is blocked: " + blocked.reason();
      case ImagesPinned pinned ->
          "%s deployment %d runs %s"
              .formatted(
                  name,
                  pinned.deployment(),
                  pinned.images().stream().map(PinnedImage::image).distinct().toList());
      case LaunchThrottled throttled ->
          name + " waits before the next start: " + throttled.reason();
      case LaunchThrottleReset reset -> name + " may start tasks again";
    };
  }

  private static String wanted(ServiceSpec spec) {
    return "%d x v%d".formatted(spec.desiredCount(), spec.taskDefinition().revision());
  }

  private static Optional<String> task(TaskEvent event) {
    return switch (event) {
      case ContainerHealthChanged changed -> Optional.of(health(changed));
      case ContainerExited exited -> Optional.of("ended: " + exited.exit());
      case TaskStopping stopping -> Optional.of("leaves: " + stopping.reason());
      case TaskPortsChanged changed ->
          Optional.of("found its port taken and got " + changed.ports().getFirst().hostPort());
      case TaskUnplaced unplaced -> Optional.of("waits: " + unplaced.explanation());
      case TaskRequested requested -> Optional.empty();
      case TaskPlaced placed -> Optional.empty();
      case TaskCreated created -> Optional.empty();
      case ContainerStarting starting -> Optional.empty();
      case ContainerStarted started -> Optional.empty();
      case TaskStarted started -> Optional.empty();
      case TaskSettled settled -> Optional.empty();
      case ContainerStopping stopping -> Optional.empty();
      case TaskDeprovisioning deprovisioning -> Optional.empty();
      case TaskStopped stopped -> Optional.empty();
    };
  }

  private static String health(ContainerHealthChanged changed) {
    String health = "is " + changed.health().name().toLowerCase(Locale.ROOT);
    return changed.health() == HealthStatus.HEALTHY ? health : health + ": " + changed.reason();
  }
}
