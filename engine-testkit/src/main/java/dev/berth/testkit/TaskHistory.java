package dev.berth.testkit;

import dev.berth.model.NodeId;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one task beyond doubt: what the journal says, and what its machine did. */
final class TaskHistory {
  final Set<String> starting = new HashSet<>();
  final Set<String> stopping = new HashSet<>();
  final Set<String> started = new HashSet<>();
  final Set<String> exited = new HashSet<>();
  final Set<String> ran = new HashSet<>();
  @Nullable NodeId node;
  long placedSequence;
  boolean requested;
  boolean deprovisioning;
  boolean stopped;
  boolean created;

  /**
   * Whether a call may have been carried out behind the engine's back after a later one, so that a
   * removed task can have come back without the engine's doing. A listing removes it again.
   */
  boolean repeatable;
}
