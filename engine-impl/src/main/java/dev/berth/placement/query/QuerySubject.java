package dev.berth.placement.query;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node as queries see it. */
public interface QuerySubject {
  /** The value of one attribute of the node; null if it has none of that name. */
  @Nullable String attribute(String name);

  /** Whether whoever runs tasks on the node can be reached now. */
  boolean agentConnected();

  /** The version of whoever runs tasks on the node, such as {@code 1.14.5}; null if unknown. */
  @Nullable String agentVersion();

  /** What identifies the machine in EC2; null if it is none of EC2's. */
  @Nullable String ec2InstanceId();

  /** When the node was added to its cluster; null if unknown. */
  @Nullable Instant registeredAt();

  /** How many tasks run on the node; 0 or more. */
  int runningTasksCount();

  /** The groups of the tasks on the node, each once, such as {@code service:web}. */
  Set<String> taskGroups();
}
