package dev.berth.driver.docker;

import dev.berth.model.ContainerExit;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverException;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What there is of one engine on the daemon, told as tasks. */
final class Inventory {
  private final Daemon daemon;
  private final String engineId;
  private final String address;

  Inventory(Daemon daemon, String engineId, String address) {
    this.daemon = daemon;
    this.engineId = engineId;
    this.address = address;
  }

  /** All tasks of the engine, each with its containers. */
  Map<String, List<Seen>> all() {
    Map<String, List<Seen>> tasks = new LinkedHashMap<>();
    for (Seen container : daemon.list(Map.of(Labels.ENGINE, engineId))) {
      if (Labels.complete(container.labels())) {
        tasks
            .computeIfAbsent(container.taskId().driverName(), name -> new ArrayList<>())
            .add(container);
      }
    }
    return tasks;
  }

  List<TaskReport> reports() {
    return all().values().stream().map(this::report).toList();
  }

  /** The containers of one task, those that keep its network open among them. */
  List<Seen> containers(TaskHandle task) {
    return ours(task, daemon::list);
  }

  /** The same, without how those ended that have. */
  List<Seen> present(TaskHandle task) {
    return ours(task, daemon::present);
  }

  private List<Seen> ours(TaskHandle task, Function<Map<String, String>, List<Seen>> look) {
    Optional<TaskId> id = id(task);
    return id.isEmpty()
        ? List.of()
        : look.apply(Map.of(Labels.ENGINE, engineId, Labels.TASK, id.get().toString())).stream()
            .filter(container -> Labels.complete(container.labels()))
            .toList();
  }

  /** One container of a task, by its name, or by its labels where somebody has renamed it. */
  Optional<Daemon.Details> details(TaskHandle task, String name) {
    Optional<TaskId> id = id(task);
    return id.flatMap(known -> daemon.details(Names.container(known, name)))
        .filter(details -> is(details.container(), id.orElseThrow(), name))
        .or(() -> find(present(task), name).flatMap(container -> daemon.details(container.id())));
  }

  private boolean is(Seen container, TaskId task, String name) {
    return Labels.complete(container.labels())
        && container.task().task().engineId().equals(engineId)
        && container.taskId().equals(task)
        && container.container().equals(name);
  }

  /** Whether anything of the task's own was ever started. */
  static boolean begun(List<Seen> containers) {
    return containers.stream()
        .anyMatch(
            container -> !container.holdsNetwork() && container.phase() != Seen.Phase.CREATED);
  }

  /** A task all of whose containers have just been created. */
  TaskReport created(Labels labels) {
    return report(
        labels,
        labels.containers().stream().<ContainerReport>map(ContainerReport.Created::new).toList());
  }

  /** The task of that name; empty for what is no name of a task. */
  static Optional<TaskId> id(TaskHandle task) {
    try {
      return Optional.of(TaskId.parse(task.value().replace("--", "/")));
    } catch (RuntimeException noTask) {
      return Optional.empty();
    }
  }

  Optional<TaskReport> inspect(TaskHandle task) {
    List<Seen> containers = containers(task);
    return containers.isEmpty() ? Optional.empty() : Optional.of(report(containers));
  }

  TaskReport get(TaskHandle task) {
    return inspect(task).orElseThrow(() -> noTask(task));
  }

  /** One container of a task. */
  Seen container(TaskHandle task, String name) {
    List<Seen> containers = containers(task);
    if (containers.isEmpty()) {
      throw noTask(task);
    }
    return find(containers, name)
        .orElseThrow(() ->
            new DriverException(
                DriverException.Reason.NOT_FOUND,
                "task %s has no container '%s', only %s"
                    .formatted(task, name, containers.stream().map(Seen::container).toList())));
  }

  static Optional<Seen> find(List<Seen> containers, String name) {
    return containers.stream().filter(container -> container.container().equals(name)).findFirst();
  }

  static DriverException noTask(TaskHandle task) {
    return new DriverException(DriverException.Reason.NOT_FOUND, "there is no task '" + task + "'");
  }

  /** A task by what is left of it: at least one container. */
  TaskReport report(List<Seen> containers) {
    // What keeps the network open was labelled before the address was known.
    Labels labels =
        containers.stream()
            .filter(container -> !container.holdsNetwork())
            .findFirst()
            .orElseGet(containers::getFirst)
            .task();
    boolean begun = begun(containers);
    List<ContainerReport> reports = new ArrayList<>();
    for (String name : labels.containers()) {
      reports.add(
          find(containers, name)
              .map(Seen::report)
              .orElseGet(() ->
                  begun
                      ? new ContainerReport.Exited(
                          name, ContainerExit.unknown("somebody else removed it"))
                      : new ContainerReport.Created(name)));
    }
    return report(labels, reports);
  }

  private TaskReport report(Labels labels, List<ContainerReport> reports) {
    return new TaskReport(
        new TaskHandle(labels.task().task().driverName()),
        labels.task(),
        labels.ports().stream()
            .map(port -> port.binding(labels.address().orElse(address)))
            .toList(),
        reports);
  }
}
