package dev.berth.engine.state;

import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import java.util.LinkedHashSet;
import java.util.Set;

/** What events have touched since it was looked at last: the only things a reconcile looks at. */
public final class Changes {
  // Taken by replacing, not by clearing: clearing costs what the largest step before had marked.
  private Set<TaskId> tasks = new LinkedHashSet<>();
  private Set<ServiceId> services = new LinkedHashSet<>();
  private Set<String> capacity = new LinkedHashSet<>();

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
  public Set<TaskId> takeTasks() {
    Set<TaskId> taken = tasks;
    tasks = new LinkedHashSet<>();
    return taken;
  }

  /** Takes the marked services. */
  public Set<ServiceId> takeServices() {
    Set<ServiceId> taken = services;
    services = new LinkedHashSet<>();
    return taken;
  }

  /** Takes the marked clusters. */
  public Set<String> takeCapacity() {
    Set<String> taken = capacity;
    capacity = new LinkedHashSet<>();
    return taken;
  }
}
