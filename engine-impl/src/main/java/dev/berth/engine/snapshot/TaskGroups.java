package dev.berth.engine.snapshot;

import dev.berth.engine.snapshot.SnapshotPart.Container;
import dev.berth.engine.snapshot.SnapshotPart.Residence;
import dev.berth.engine.snapshot.SnapshotPart.Stop;
import dev.berth.engine.snapshot.SnapshotPart.Task;
import dev.berth.engine.snapshot.SnapshotPart.TaskGroup;
import dev.berth.engine.state.ContainerState;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.TaskState;
import dev.berth.model.NodeId;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import dev.berth.spi.TaskHandle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns tasks into groups of a snapshot and back. */
final class TaskGroups {
  private TaskGroups() {}

  static TaskGroup of(ServiceId service, List<TaskState> tasks) {
    Table<TaskDefinitionId> definitions = new Table<>();
    Table<NodeId> nodes = new Table<>();
    Table<Instant> times = new Table<>();
    List<Task> written = new ArrayList<>(tasks.size());
    for (TaskState task : tasks) {
      TaskState.Residence residence = task.residence();
      TaskState.Stop stop = task.stop();
      Instant started = task.startedAt();
      List<Container> containers = new ArrayList<>(task.containers().size());
      for (ContainerState container : task.containers()) {
        containers.add(
            new Container(
                container.phase(),
                container.health(),
                Optional.ofNullable(container.exit()),
                times.place(container.since())));
      }
      written.add(
          new Task(
              task.id().number(),
              task.deployment(),
              definitions.place(task.definition().id()),
              times.place(task.requestedAt()),
              task.status(),
              task.unplaced(),
              residence == null
                  ? Optional.empty()
                  : Optional.of(
                      new Residence(
                          nodes.place(residence.node()),
                          times.place(residence.since()),
                          residence.placedSequence(),
                          Optional.ofNullable(residence.handle()).map(TaskHandle::value),
                          residence.ports())),
              containers,
              started == null ? OptionalInt.empty() : OptionalInt.of(times.place(started)),
              task.settled(),
              stop == null
                  ? Optional.empty()
                  : Optional.of(new Stop(stop.code(), times.place(stop.since()))),
              task.reason()));
    }
    return new TaskGroup(service, definitions.values(), nodes.values(), times.values(), written);
  }

  /** The tasks of {@code group}; what they refer to is looked up in {@code state}. */
  static List<TaskState> tasks(TaskGroup group, EngineState state) {
    List<TaskDefinition> definitions =
        group.definitions().stream().map(id -> state.definition(id).orElseThrow()).toList();
    // The state's own identities, of which there is one each. A stopped task's node may be gone.
    List<NodeId> nodes =
        group.nodes().stream().map(id -> state.node(id).map(NodeState::id).orElse(id)).toList();
    List<TaskState> tasks = new ArrayList<>(group.tasks().size());
    for (Task task : group.tasks()) {
      TaskDefinition definition = definitions.get(task.definition());
      tasks.add(
          new TaskState(
              new TaskState.Request(
                  new TaskId(group.service(), task.number()),
                  task.deployment(),
                  definition,
                  group.times().get(task.requested())),
              task.status(),
              task.unplaced(),
              task.residence().map(residence -> residence(residence, nodes, group)).orElse(null),
              containers(task, definition, group),
              task.started().isPresent() ? group.times().get(task.started().getAsInt()) : null,
              task.settled(),
              task.stop()
                  .map(stop -> new TaskState.Stop(stop.code(), group.times().get(stop.since())))
                  .orElse(null),
              task.reason()));
    }
    return tasks;
  }

  private static TaskState.Residence residence(
      Residence residence, List<NodeId> nodes, TaskGroup group) {
    return new TaskState.Residence(
        nodes.get(residence.node()),
        group.times().get(residence.since()),
        residence.placedSequence(),
        residence.handle().map(TaskHandle::new).orElse(null),
        List.copyOf(residence.ports()));
  }

  private static List<ContainerState> containers(
      Task task, TaskDefinition definition, TaskGroup group) {
    List<ContainerState> containers = new ArrayList<>(task.containers().size());
    for (int i = 0; i < task.containers().size(); i++) {
      Container container = task.containers().get(i);
      containers.add(
          new ContainerState(
              definition.containers().get(i).name(),
              container.phase(),
              container.health(),
              container.exit().orElse(null),
              group.times().get(container.since())));
    }
    return List.copyOf(containers);
  }

  /** Values by their places, each once. */
  private static final class Table<T> {
    private final Map<T, Integer> places = new LinkedHashMap<>();

    int place(T value) {
      Integer known = places.putIfAbsent(value, places.size());
      return known == null ? places.size() - 1 : known;
    }

    List<T> values() {
      return List.copyOf(places.keySet());
    }
  }
}
