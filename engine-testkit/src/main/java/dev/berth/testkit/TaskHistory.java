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
   * Whether something happened to it behind the engine's back: a call that is carried out late or
   * twice brings a removed task back, and one that vanished is made again. A listing tells in time.
   */
  boolean repeatable;
}
