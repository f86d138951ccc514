package dev.berth.engine.command;

import dev.berth.model.HealthStatus;
import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.TaskReport;
import java.util.Objects;
import java.util.SortedMap;

/** What the engine is asked to do by users, or told to have happened by its own edges. */
public sealed interface Command {
  /** Asked for by users; may be refused. */
  sealed interface Request extends Command {}

  /** Seen by drivers and probes; never refused, for what was seen is so. */
  sealed interface Report extends Command {}

  /** Seen of one task. */
  sealed interface TaskReported extends Report {
    /** The task. */
    TaskId task();
  }

  /** Seen of one node. */
  sealed interface NodeReported extends Report {
    /** The node. */
    NodeId node();
  }

  /** Create a cluster unless it exists. */
  record CreateCluster(String cluster) implements Request {
    /** What was left out is noticed on the caller's thread. */
    public CreateCluster {
      Objects.requireNonNull(cluster, "cluster");
    }
  }

  /** Add a node, or change the one of that name. */
  record PutNode(
      NodeId node, String driver, Resources resources, SortedMap<String, String> attributes)
      implements Request {}

  /** Remove a node that holds no task. */
  record RemoveNode(NodeId node) implements Request {}

  /** Register a definition unless it equals the newest revision of its family. */
  record RegisterTaskDefinition(TaskDefinition definition) implements Request {
    /** What was left out is noticed on the caller's thread. */
    public RegisterTaskDefinition {
      Objects.requireNonNull(definition, "definition");
    }
  }

  /** Create a service unless an equal one exists. */
  record CreateService(ServiceId service, ServiceSpec spec) implements Request {}

  /** Change a service from what the caller saw to what it shall be. */
  record UpdateService(ServiceId service, ServiceSpec seen, ServiceSpec spec) implements Request {}

  /** Replace a service's tasks by a new deployment of the same. */
  record RedeployService(ServiceId service) implements Request {}

  /** Let a service's tasks start at once. */
  record ResetBackoff(ServiceId service) implements Request {}

  /** Stop a service's tasks and remove it. */
  record DeleteService(ServiceId service) implements Request {}

  /** Stop a task. */
  record StopTask(TaskId task, String reason) implements Request {
    /** What was left out is noticed on the caller's thread. */
    public StopTask {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Stop every task until the next start. */
  record CloseEngine() implements Request {}

  /** The engine leads the journal. */
  record StartEngine(String engineId, long epoch) implements Request {}

  /** A driver has a task and all its containers as told. */
  record ReportTask(TaskId task, TaskReport report) implements TaskReported {}

  /** A driver started a container; the task's ports are from now on as told. */
  record ReportStarted(TaskId task, TaskReport report) implements TaskReported {}

  /** A driver has a container as told. */
  record ReportContainer(TaskId task, ContainerReport report) implements TaskReported {}

  /** A driver could not create a task, and left nothing of it. */
  record ReportCreateFailed(TaskId task, String reason) implements TaskReported {}

  /** A driver could not start a container. */
  record ReportStartFailed(TaskId task, String container, String reason) implements TaskReported {}

  /** A driver removed all it made for a task. */
  record ReportDestroyed(TaskId task) implements TaskReported {}

  /** A driver does not know a task that it made before. */
  record ReportMissing(TaskId task, String reason) implements TaskReported {}

  /** A driver does not reach a node. */
  record ReportNodeLost(NodeId node, String reason) implements NodeReported {}

  /** A driver reaches a node again, and nothing is there that should not be. */
  record ReportNodeReturned(NodeId node) implements NodeReported {}

  /** A container's health checks came to a result. */
  record ReportHealth(TaskId task, String container, HealthStatus health, String reason)
      implements TaskReported {}
}
