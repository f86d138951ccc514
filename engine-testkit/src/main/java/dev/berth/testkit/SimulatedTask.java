package dev.berth.testkit;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.model.PortBinding;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverException;
import dev.berth.spi.LogLine;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A task as a simulated driver has it. */
final class SimulatedTask {
  /** A container of it. */
  static final class Container {
    final ContainerDefinition definition;
    final Behaviour behaviour;
    final List<LogLine> output = new ArrayList<>();
    final List<CompletableFuture<ContainerExit>> stoppers = new ArrayList<>();
    boolean begun;
    boolean running;
    boolean healthBroken;
    Instant startedAt = Instant.EPOCH;
    @Nullable CompletableFuture<TaskReport> starting;
    @Nullable ContainerExit exit;

    Container(ContainerDefinition definition, Behaviour behaviour) {
      this.definition = definition;
      this.behaviour = behaviour;
    }

    ContainerReport report() {
      if (exit != null) {
        return new ContainerReport.Exited(definition.name(), exit);
      }
      return running
          ? new ContainerReport.Running(definition.name())
          : new ContainerReport.Created(definition.name());
    }

    void vanish() {
      running = false;
      if (exit == null) {
        exit = ContainerExit.unknown("destroyed");
      }
      ContainerExit end = exit;
      stoppers.forEach(stopper -> stopper.complete(end));
    }

    boolean healthyAt(Instant now) {
      return running
          && behaviour.healthy()
          && !healthBroken
          && !now.isBefore(startedAt.plus(behaviour.healthyAfter()));
    }
  }

  final TaskLaunch launch;
  final List<PortBinding> ports;
  final Map<String, Container> containers = new LinkedHashMap<>();

  SimulatedTask(TaskLaunch launch, List<PortBinding> ports) {
    this.launch = launch;
    this.ports = ports;
  }

  TaskHandle handle() {
    return new TaskHandle(launch.name());
  }

  Optional<Container> container(String name) {
    return Optional.ofNullable(containers.get(name));
  }

  /** This task for a repeated create; refused to a stranger. */
  TaskReport adoptedBy(TaskLaunch again) {
    if (!launch.labels().engineId().equals(again.labels().engineId())
        || !launch.labels().definitionHash().equals(again.labels().definitionHash())) {
      throw new DriverException(
          DriverException.Reason.NAME_TAKEN,
          "'%s' exists and bears %s".formatted(launch.name(), launch.labels()));
    }
    return report();
  }

  TaskReport report() {
    return new TaskReport(
        handle(),
        launch.labels(),
        ports,
        containers.values().stream().map(Container::report).toList());
  }
}
