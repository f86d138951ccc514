package dev.berth.engine.state;

import dev.berth.model.NodeId;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What events have touched and nobody has looked at since: the only things a reconcile looks at,
 * each once however often it was touched, in the order of touching.
 */
public final class Changes {
  private final SequencedSet<TaskId> tasks = new LinkedHashSet<>();
  private final SequencedSet<NodeId> nodes = new LinkedHashSet<>();
  private final SequencedSet<ServiceId> services = new LinkedHashSet<>();
  private final SequencedSet<String> capacity = new LinkedHashSet<>();

  /** Marks a task. */
  public void touch(TaskId task) {
    tasks.add(task);
  }

  /** Marks a node. */
  public void touch(NodeId node) {
    nodes.add(node);
  }

  /** Marks a service. */
  public void touch(ServiceId service) {
    services.add(service);
  }

  /** Marks a cluster whose waiting tasks may find a node now. */
  public void touchCapacity(String cluster) {
    capacity.add(cluster);
  }

  /** Whether nothing is marked. */
  public boolean isEmpty() {
    return tasks.isEmpty() && nodes.isEmpty() && services.isEmpty() && capacity.isEmpty();
  }

  /** Takes the next marked task. */
  public Optional<TaskId> nextTask() {
    return next(tasks);
  }

  /** Takes the next marked node. */
  public Optional<NodeId> nextNode() {
    return next(nodes);
  }

  /** Takes the next marked service. */
  public Optional<ServiceId> nextService() {
    return next(services);
  }

  /** Takes the next marked cluster. */
  public Optional<String> nextCapacity() {
    return next(capacity);
  }

  // One by one and never by clearing, which costs what the largest step before had marked.
  private static <T> Optional<T> next(SequencedSet<T> marked) {
    return marked.isEmpty() ? Optional.empty() : Optional.of(marked.removeFirst());
  }
}
