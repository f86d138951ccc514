package dev.berth.engine.time;

import dev.berth.model.NodeId;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;

/** What a timer wakes. */
public sealed interface Wake {
  /** A task is looked at again. */
  record OfTask(TaskId task) implements Wake {}

  /** A node is looked at again. */
  record OfNode(NodeId node) implements Wake {}

  /** A service is looked at again. */
  record OfService(ServiceId service) implements Wake {}

  /** A container is probed. */
  record OfProbe(TaskId task, String container) implements Wake {}

  /** A driver call has had its time, or is made again. */
  record OfCall(long number) implements Wake {}

  /** A driver is asked for the truth. */
  record OfListing(String driver) implements Wake {}
}
