package dev.berth.engine.snapshot;

import dev.berth.engine.state.DeploymentState;
import dev.berth.engine.state.LaunchBackoff;
import dev.berth.engine.state.NodeState;
import dev.berth.model.ContainerExit;
import dev.berth.model.HealthStatus;
import dev.berth.model.NodeId;
import dev.berth.model.PortBinding;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskStatus;
import dev.berth.view.ContainerView.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * One chunk of a snapshot, in the order they come. It is what is written, so a component once
 * written must stay readable: new ones are {@link Optional}, as in events.
 */
sealed interface SnapshotPart {
  /** What the others belong to; the first chunk. */
  record Head(int format, long sequence, boolean closing, SortedMap<String, Long> clusters)
      implements SnapshotPart {}

  /** Task definitions. */
  record Definitions(List<TaskDefinition> definitions) implements SnapshotPart {}

  /** Nodes. */
  record Nodes(List<Node> nodes) implements SnapshotPart {}

  /** Services; those of their tasks that are stopped stand in a group of their own. */
  record Services(List<Service> services) implements SnapshotPart {}

  /** Some of a service's tasks that are not stopped. */
  record Tasks(TaskGroup group) implements SnapshotPart {}

  /** A node. */
  record Node(
      NodeId id,
      String driver,
      Resources resources,
      SortedMap<String, String> attributes,
      Optional<NodeState.Loss> loss) {}

  /** A service. */
  record Service(
      ServiceId id,
      ServiceSpec spec,
      boolean deleting,
      List<DeploymentState> deployments,
      long nextTask,
      Backoff backoff,
      TaskGroup stopped) {}

  /** A {@link LaunchBackoff}. */
  record Backoff(
      int rounds, Optional<Instant> since, Optional<Instant> until, Optional<String> unanswered) {}

  /**
   * Tasks of one service. What they have in common stands once: a task refers to it by its place.
   */
  record TaskGroup(
      ServiceId service,
      List<TaskDefinitionId> definitions,
      List<NodeId> nodes,
      List<Instant> times,
      List<Task> tasks) {}

  /** A task; definition, requested and started are places in its group. */
  record Task(
      long number,
      long deployment,
      int definition,
      int requested,
      TaskStatus status,
      boolean unplaced,
      Optional<Residence> residence,
      List<Container> containers,
      OptionalInt started,
      boolean settled,
      Optional<Stop> stop,
      String reason) {}

  /** Where a task lives; node and since are places in its group. */
  record Residence(
      int node, int since, long placedSequence, Optional<String> handle, List<PortBinding> ports) {}

  /** A container of a task's definition, in its order; since is a place in its group. */
  record Container(Phase phase, HealthStatus health, Optional<ContainerExit> exit, int since) {}

  /** Why a task stops; since is a place in its group. */
  record Stop(StopCode code, int since) {}
}
