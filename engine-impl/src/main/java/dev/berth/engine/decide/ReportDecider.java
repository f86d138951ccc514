package dev.berth.engine.decide;

import dev.berth.engine.command.Command.NodeReported;
import dev.berth.engine.command.Command.Report;
import dev.berth.engine.command.Command.ReportContainer;
import dev.berth.engine.command.Command.ReportCreateFailed;
import dev.berth.engine.command.Command.ReportDestroyed;
import dev.berth.engine.command.Command.ReportHealth;
import dev.berth.engine.command.Command.ReportMissing;
import dev.berth.engine.command.Command.ReportNodeLost;
import dev.berth.engine.command.Command.ReportNodeReturned;
import dev.berth.engine.command.Command.ReportStartFailed;
import dev.berth.engine.command.Command.ReportStarted;
import dev.berth.engine.command.Command.ReportTask;
import dev.berth.engine.command.Command.TaskReported;
import dev.berth.engine.state.ContainerState;
import dev.berth.engine.state.DeploymentState;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.TaskState;
import dev.berth.event.ContainerExited;
import dev.berth.event.ContainerHealthChanged;
import dev.berth.event.ContainerStarted;
import dev.berth.event.Event;
import dev.berth.event.ImagesPinned;
import dev.berth.event.NodeLost;
import dev.berth.event.NodeReturned;
import dev.berth.event.TaskCreated;
import dev.berth.event.TaskPortsChanged;
import dev.berth.event.TaskStopped;
import dev.berth.event.TaskStopping;
import dev.berth.model.ContainerExit;
import dev.berth.model.ContainerOptions;
import dev.berth.model.PinnedImage;
import dev.berth.model.PullPolicy;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskStatus;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.TaskReport;
import dev.berth.view.ContainerView.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns what drivers and probes saw into events. What was seen before, late, doubled or out of
 * order makes no event.
 */
final class ReportDecider {
  private final EngineState state;

  ReportDecider(EngineState state) {
    this.state = state;
  }

  List<Event> decide(Report report) {
    return switch (report) {
      case TaskReported ofTask ->
          state.task(ofTask.task()).map(task -> decide(ofTask, task)).orElse(List.of());
      case NodeReported ofNode ->
          state.node(ofNode.node()).map(node -> decide(ofNode, node)).orElse(List.of());
    };
  }

  private static List<Event> decide(NodeReported report, NodeState node) {
    return switch (report) {
      case ReportNodeLost lost ->
          node.reachable() ? List.of(new NodeLost(node.id(), lost.reason())) : List.of();
      case ReportNodeReturned returned ->
          node.reachable() ? List.of() : List.of(new NodeReturned(node.id()));
    };
  }

  private List<Event> decide(TaskReported report, TaskState task) {
    List<Event> events = new ArrayList<>();
    switch (report) {
      case ReportTask seen -> seen(task, seen.report(), events);
      case ReportStarted seen -> {
        pinned(task, seen.report().images()).ifPresent(events::add);
        started(task, seen.report(), events);
      }
      case ReportContainer seen -> seen(task, seen.report(), events);
      case ReportCreateFailed failed -> createFailed(task, failed.reason(), events);
      case ReportStartFailed failed -> startFailed(task, failed, events);
      case ReportDestroyed destroyed -> destroyed(task, events);
      case ReportMissing missing -> missing(task, missing.reason(), events);
      case ReportHealth health -> health(task, health, events);
    }
    return events;
  }

  /** What a deployment's first task shows of its images; those never to be pulled are local. */
  private Optional<Event> pinned(TaskState task, List<PinnedImage> found) {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Optional<DeploymentState> deployment =
        state.service(task.id().service()).flatMap(one -> one.deployment(task.deployment()));
    List<PinnedImage> news =
        found.stream()
            .filter(image -> deployment.filter(one -> !one.pins(image.container())).isPresent())
            .filter(image -> pullable(task.definition(), image.container()))
            .toList();
    return news.isEmpty()
        ? Optional.empty()
        : Optional.of(new ImagesPinned(task.id().service(), task.deployment(), news));
  }

  private static boolean pullable(TaskDefinition definition, String name) {
    return definition.containers().stream()
        .filter(container -> container.name().equals(name))
        .noneMatch(container ->
            container
                .options()
                .flatMap(ContainerOptions::pullPolicy)
                .filter(PullPolicy.NEVER::equals)
                .isPresent());
  }

  private static void seen(TaskState task, TaskReport report, List<Event> events) {
    if (task.node() == null || task.status() == TaskStatus.DEPROVISIONING) {
      return;
    }
    if (task.handle() == null) {
      events.add(new TaskCreated(task.id(), report.handle(), report.ports()));
    }
    if (task.handle() != null && newerThanAStart(task, report)) {
      started(task, report, events);
      return;
    }
    for (ContainerReport container : report.containers()) {
      seen(task, container, events);
    }
  }

  /** Whether a report tells the outcome of a start whose answer is still missing. */
  private static boolean newerThanAStart(TaskState task, TaskReport report) {
    return report.containers().stream()
        .filter(container -> !(container instanceof ContainerReport.Created))
        .anyMatch(container ->
            task.container(container.container())
                .filter(known -> known.phase() == Phase.STARTING)
                .isPresent());
  }

  /** Ports change at a start and nowhere else; a listing may be older than the last start. */
  private static void started(TaskState task, TaskReport report, List<Event> events) {
    if (task.status() == TaskStatus.DEPROVISIONING) {
      return;
    }
    if (task.handle() != null && !task.ports().equals(report.ports())) {
      events.add(new TaskPortsChanged(task.id(), report.ports()));
    }
    for (ContainerReport container : report.containers()) {
      seen(task, container, events);
    }
  }

  private static void seen(TaskState task, ContainerReport report, List<Event> events) {
    ContainerState container = task.container(report.container()).orElse(null);
    if (container == null) {
      return;
    }
    switch (report) {
      case ContainerReport.Created created -> {}
      case ContainerReport.Running running -> {
        if (container.phase() == Phase.STARTING) {
          events.add(new ContainerStarted(task.id(), container.name()));
        }
      }
      case ContainerReport.Exited exited -> {
        if (container.phase() == Phase.STARTING) {
          events.add(new ContainerStarted(task.id(), container.name()));
        }
        if (container.live()) {
          events.add(new ContainerExited(task.id(), container.name(), exited.exit()));
        }
      }
    }
  }

  private static void createFailed(TaskState task, String reason, List<Event> events) {
    if (task.status() == TaskStatus.PENDING) {
      fail(task, StopCode.TASK_FAILED_TO_START, reason, events);
    }
    if (task.handle() == null && task.node() != null) {
      events.add(
          task.stop() == null
              ? new TaskStopped(task.id(), StopCode.TASK_FAILED_TO_START, reason)
              : new TaskStopped(task.id(), task.stop().code(), task.reason()));
    }
  }

  private static void startFailed(TaskState task, ReportStartFailed failed, List<Event> events) {
    ContainerState container = task.container(failed.container()).orElse(null);
    if (container != null && container.live()) {
      events.add(
          new ContainerExited(task.id(), container.name(), ContainerExit.unknown(failed.reason())));
      fail(task, StopCode.TASK_FAILED_TO_START, failed.reason(), events);
    }
  }

  private static void destroyed(TaskState task, List<Event> events) {
    if (task.status() == TaskStatus.DEPROVISIONING && task.stop() != null) {
      events.add(new TaskStopped(task.id(), task.stop().code(), task.reason()));
    }
  }

  private void missing(TaskState task, String reason, List<Event> events) {
    if (task.handle() == null || task.status() == TaskStatus.DEPROVISIONING || onLostNode(task)) {
      return;
    }
    for (ContainerState container : task.containers()) {
      if (container.live()) {
        events.add(new ContainerExited(task.id(), container.name(), ContainerExit.unknown(reason)));
      }
    }
    fail(task, StopCode.INFRASTRUCTURE_HEALTH, reason, events);
  }

  /** Whether the absence of a task says nothing about it. */
  private boolean onLostNode(TaskState task) {
    return Optional.ofNullable(task.node())
        .flatMap(state::node)
        .filter(node -> !node.reachable())
        .isPresent();
  }

  private static void fail(TaskState task, StopCode code, String reason, List<Event> events) {
    if (task.wanted()) {
      events.add(new TaskStopping(task.id(), code, reason));
    }
  }

  private static void health(TaskState task, ReportHealth report, List<Event> events) {
    task.container(report.container())
        .filter(container -> container.phase() == Phase.RUNNING)
        .filter(container -> container.health() != report.health())
        .ifPresent(container ->
            events.add(
                new ContainerHealthChanged(
                    task.id(), container.name(), report.health(), report.reason())));
  }
}
