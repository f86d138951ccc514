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
 * @param request what was asked for
 * @param unplaced whether a node was sought and none could take it
 * @param residence where it lives; null before it was placed
 * @param settled whether it has been RUNNING so long that its health counts, checked or not
 * @param stop why and since when it shall stop; null while it is wanted
 * @param reason why it waits, stops or stopped, in words
 */
public record TaskState(
    Request request,
    TaskStatus status,
    boolean unplaced,
    @Nullable Residence residence,
    List<ContainerState> containers,
    @Nullable Instant startedAt,
    boolean settled,
    @Nullable Stop stop,
    String reason) {
  /** What was asked for; the definition is shared among the tasks of its revision. */
  public record Request(TaskId id, long deployment, TaskDefinition definition, Instant at) {}

  /**
   * Where a task lives: its node, when and at which journal position it was placed, what is there.
   */
  public record Residence(
      NodeId node,
      Instant since,
      long placedSequence,
      @Nullable TaskHandle handle,
      List<PortBinding> ports) {}

  /** Why and since when a task shall stop. */
  public record Stop(StopCode code, Instant since) {}

  static TaskState requested(TaskId id, long deployment, TaskDefinition definition, Instant at) {
    List<ContainerState> containers = new ArrayList<>();
    for (ContainerDefinition container : definition.containers()) {
      containers.add(ContainerState.waiting(container.name(), at));
    }
    return new TaskState(
        new Request(id, deployment, definition, at),
        TaskStatus.PROVISIONING,
        false,
        null,
        List.copyOf(containers),
        null,
        false,
        null,
        "");
  }

  /** The task's identity. */
  public TaskId id() {
    return request.id();
  }

  /** The deployment it belongs to. */
  public long deployment() {
    return request.deployment();
  }

  /** What it is made of. */
  public TaskDefinition definition() {
    return request.definition();
  }

  /** When it was asked for. */
  public Instant requestedAt() {
    return request.at();
  }

  /** The node it was placed on. */
  public @Nullable NodeId node() {
    return residence == null ? null : residence.node();
  }

  /** The journal position of its placement, 0 before. */
  public long placedSequence() {
    return residence == null ? 0 : residence.placedSequence();
  }

  /** The driver's name for it, once it was created. */
  public @Nullable TaskHandle handle() {
    return residence == null ? null : residence.handle();
  }

  /** Where its ports are reached; empty before it was created. */
  public List<PortBinding> ports() {
    return residence == null ? List.of() : residence.ports();
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
      ContainerDefinition container = definition().containers().get(i);
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
    for (ContainerDefinition container : definition().containers()) {
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
        && !ports().isEmpty()
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
    return new TaskState(
        request, status, true, residence, containers, startedAt, settled, stop, why);
  }

  TaskState placed(NodeId where, Instant since, long sequence) {
    Residence placed = new Residence(where, since, sequence, null, List.of());
    return new TaskState(
        request, TaskStatus.PENDING, false, placed, containers, startedAt, settled, stop, "");
  }

  TaskState created(TaskHandle handle, List<PortBinding> ports) {
    return withStatus(wanted() ? TaskStatus.ACTIVATING : status).residing(handle, ports);
  }

  TaskState withPorts(List<PortBinding> ports) {
    return residing(handle(), ports);
  }

  private TaskState residing(@Nullable TaskHandle handle, List<PortBinding> ports) {
    if (residence == null) {
      return this;
    }
    Residence changed =
        new Residence(
            residence.node(), residence.since(), residence.placedSequence(), handle, ports);
    return new TaskState(
        request, status, unplaced, changed, containers, startedAt, settled, stop, reason);
  }

  TaskState started(Instant at) {
    return new TaskState(
        request, TaskStatus.RUNNING, unplaced, residence, containers, at, settled, stop, reason);
  }

  TaskState withStatus(TaskStatus changed) {
    return new TaskState(
        request, changed, unplaced, residence, containers, startedAt, settled, stop, reason);
  }

  TaskState withContainer(String name, UnaryOperator<ContainerState> change) {
    List<ContainerState> changed = new ArrayList<>(containers);
    changed.replaceAll(
        container -> container.name().equals(name) ? change.apply(container) : container);
    List<ContainerState> all = List.copyOf(changed);
    return new TaskState(
        request, status, unplaced, residence, all, startedAt, settled, stop, reason);
  }

  TaskState settle() {
    return new TaskState(
        request, status, unplaced, residence, containers, startedAt, true, stop, reason);
  }

  TaskState stopping(TaskStatus next, StopCode code, String why, Instant at) {
    Stop begun = new Stop(code, at);
    return new TaskState(
        request, next, unplaced, residence, containers, startedAt, settled, begun, why);
  }

  /** The task as users read it. */
  public TaskView view() {
    return new TaskView(
        id(),
        definition().id(),
        deployment(),
        status,
        wanted() ? TaskStatus.RUNNING : TaskStatus.STOPPED,
        health(),
        Optional.ofNullable(node()),
        ports(),
        containers.stream().map(ContainerState::view).toList(),
        requestedAt(),
        Optional.ofNullable(startedAt),
        Optional.ofNullable(stop).map(Stop::code),
        reason);
  }
}
