package dev.berth.engine.state;

import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What events have touched since it was looked at last: the only things a reconcile looks at. */
public final class Changes {
  private final Set<TaskId> tasks = new LinkedHashSet<>();
  private final Set<ServiceId> services = new LinkedHashSet<>();
  private final Set<String> capacity = new LinkedHashSet<>();

  /** Marks a task. */
  public void touch(TaskId task) {
    tasks.add(task);
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
    return tasks.isEmpty() && services.isEmpty() && capacity.isEmpty();
  }

  /** Takes the marked tasks. */
  public List<TaskId> takeTasks() {
    return take(tasks);
  }

  /** Takes the marked services. */
  public List<ServiceId> takeServices() {
    return take(services);
  }

  /** Takes the marked clusters. */
  public List<String> takeCapacity() {
    return take(capacity);
  }

  private static <T> List<T> take(Set<T> marked) {
    List<T> taken = new ArrayList<>(marked);
    marked.clear();
    return taken;
  }
}
