package dev.berth.view;

import dev.berth.model.HealthStatus;
import dev.berth.model.NodeId;
import dev.berth.model.PortBinding;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import dev.berth.model.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task at one moment.
 *
 * @param id the task
 * @param definition what it is made of
 * @param deployment the deployment it belongs to, counted per service from 1
 * @param lastStatus where it is
 * @param desiredStatus RUNNING or STOPPED: where the engine wants it
 * @param health over its checked essential containers: UNHEALTHY before UNKNOWN before HEALTHY
 * @param node where it was placed; empty before
 * @param ports where its ports are reached; empty before it was created
 * @param containers in the definition's order
 * @param requestedAt when its service asked for it
 * @param startedAt when it became RUNNING
 * @param stopCode why it stops or stopped
 * @param reason why it waits, stops or stopped, in words; may be empty
 */
public record TaskView(
    TaskId id,
    TaskDefinitionId definition,
    long deployment,
    TaskStatus lastStatus,
    TaskStatus desiredStatus,
    HealthStatus health,
    Optional<NodeId> node,
    List<PortBinding> ports,
    List<ContainerView> containers,
    Instant requestedAt,
    Optional<Instant> startedAt,
    Optional<StopCode> stopCode,
    String reason) {
  public TaskView {
    ports = List.copyOf(ports);
    containers = List.copyOf(containers);
  }
}
