package dev.berth.engine.state;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.HealthStatus;
import dev.berth.model.NodeId;
import dev.berth.model.PortBinding;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.model.TaskStatus;
import dev.berth.spi.TaskHandle;
import dev.berth.view.TaskView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A task as the engine knows it; changed only by replacing it.
 *
 * @param definition the definition of its revision, shared among its tasks
 * @param unplaced whether a node was sought and none could take it
 * @param placedSequence journal position of its placement, 0 before
 * @param settled whether it counts as healthy although nothing checks it
 * @param stop why and since when it shall stop
 */
public record TaskState(
    TaskId id,
    long deployment,
    TaskDefinition definition,
    TaskStatus status,
    Instant requestedAt,
    boolean unplaced,
    @Nullable NodeId node,
    long placedSequence,
    @Nullable TaskHandle handle,
    List<PortBinding> ports,
    List<ContainerState> containers,
    @Nullable Instant startedAt,
    boolean settled,
    @Nullable Stop stop,
    String reason) {
  /** Why and since when a task shall stop. */
  public record Stop(StopCode code, Instant since) {}

  static TaskState requested(TaskId id, long deployment, TaskDefinition definition, Instant at) {
    List<ContainerState> containers = new ArrayList<>();
    for (ContainerDefinition container : definition.containers()) {
      containers.add(ContainerState.waiting(container.name(), at));
    }
    return new TaskState(
        id,
        deployment,
        definition,
        TaskStatus.PROVISIONING,
        at,
        false,
        null,
        0,
        null,
        List.of(),
        List.copyOf(containers),
        null,
        false,
        null,
        "");
  }

  /** Whether the engine wants it to run. */
  public boolean wanted() {
    return stop == null;
  }

  /** Its health over its checked essential containers: UNHEALTHY before UNKNOWN before HEALTHY. */
  public HealthStatus health() {
    HealthStatus worst = HealthStatus.UNKNOWN;
    boolean checked = false;
    for (int i = 0; i < containers.size(); i++) {
      ContainerDefinition container = definition.containers().get(i);
      if (container.essential() && container.health().isPresent()) {
        HealthStatus health = containers.get(i).health();
        if (health == HealthStatus.UNHEALTHY) {
          return health;
        }
        worst = checked && worst == HealthStatus.UNKNOWN ? worst : health;
        checked = true;
      }
    }
    return worst;
  }

  /** Whether an essential container is health-checked. */
  public boolean checked() {
    for (ContainerDefinition container : definition.containers()) {
      if (container.essential() && container.health().isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether clients may be sent to it. */
  public boolean routable() {
    return wanted()
        && status == TaskStatus.RUNNING
        && !ports.isEmpty()
        && (!checked() || health() == HealthStatus.HEALTHY);
  }

  /** The container of that name. */
  public Optional<ContainerState> container(String name) {
    for (ContainerState container : containers) {
      if (container.name().equals(name)) {
        return Optional.of(container);
      }
    }
    return Optional.empty();
  }

  TaskState unplacedBecause(String why) {
    return copy(status, true, node, placedSequence, handle, ports, containers, startedAt, why);
  }

  TaskState placed(NodeId where, long sequence) {
    return copy(
        TaskStatus.PENDING, false, where, sequence, handle, ports, containers, startedAt, "");
  }

  TaskState created(TaskHandle created, List<PortBinding> bindings) {
    TaskStatus next = wanted() ? TaskStatus.ACTIVATING : status;
    return copy(
        next, unplaced, node, placedSequence, created, bindings, containers, startedAt, reason);
  }

  TaskState withPorts(List<PortBinding> bindings) {
    return copy(
        status, unplaced, node, placedSequence, handle, bindings, containers, startedAt, reason);
  }

  TaskState started(Instant at) {
    return copy(
        TaskStatus.RUNNING, unplaced, node, placedSequence, handle, ports, containers, at, reason);
  }

  TaskState withStatus(TaskStatus changed) {
    return copy(
        changed, unplaced, node, placedSequence, handle, ports, containers, startedAt, reason);
  }

  TaskState withContainer(String name, UnaryOperator<ContainerState> change) {
    List<ContainerState> changed = new ArrayList<>(containers);
    changed.replaceAll(
        container -> container.name().equals(name) ? change.apply(container) : container);
    return copy(
        status,
        unplaced,
        node,
        placedSequence,
        handle,
        ports,
        List.copyOf(changed),
        startedAt,
        reason);
  }

  TaskState settle() {
    return new TaskState(
        id,
        deployment,
        definition,
        status,
        requestedAt,
        unplaced,
        node,
        placedSequence,
        handle,
        ports,
        containers,
        startedAt,
        true,
        stop,
        reason);
  }

  TaskState stopping(TaskStatus next, StopCode code, String why, Instant at) {
    return new TaskState(
        id,
        deployment,
        definition,
        next,
        requestedAt,
        unplaced,
        node,
        placedSequence,
        handle,
        ports,
        containers,
        startedAt,
        settled,
        new Stop(code, at),
        why);
  }

  private TaskState copy(
      TaskStatus changedStatus,
      boolean changedUnplaced,
      @Nullable NodeId changedNode,
      long changedPlacedSequence,
      @Nullable TaskHandle changedHandle,
      List<PortBinding> changedPorts,
      List<ContainerState> changedContainers,
      @Nullable Instant changedStartedAt,
      String changedReason) {
    return new TaskState(
        id,
        deployment,
        definition,
        changedStatus,
        requestedAt,
        changedUnplaced,
        changedNode,
        changedPlacedSequence,
        changedHandle,
        changedPorts,
        changedContainers,
        changedStartedAt,
        settled,
        stop,
        changedReason);
  }

  /** The task as users read it. */
  public TaskView view() {
    return new TaskView(
        id,
        definition.id(),
        deployment,
        status,
        wanted() ? TaskStatus.RUNNING : TaskStatus.STOPPED,
        health(),
        Optional.ofNullable(node),
        ports,
        containers.stream().map(ContainerState::view).toList(),
        requestedAt,
        Optional.ofNullable(startedAt),
        Optional.ofNullable(stop).map(Stop::code),
        reason);
  }
}
