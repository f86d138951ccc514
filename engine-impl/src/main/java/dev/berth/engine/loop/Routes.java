package dev.berth.engine.loop;

import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.TaskState;
import dev.berth.model.NodeId;
import dev.berth.model.PortBinding;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Where the healthy tasks of each service are reached: written by the loop between the append and
 * the calls of drivers, so that a task is gone from here before it is told to stop; read by any
 * thread.
 */
public final class Routes {
  private final ConcurrentMap<ServiceId, ConcurrentSkipListMap<TaskId, List<PortBinding>>>
      services = new ConcurrentHashMap<>();

  /** Shows a task as the state has it now. */
  public void update(TaskId id, EngineState state) {
    TaskState task = state.task(id).orElse(null);
    if (task != null && task.routable() && reachable(task, state)) {
      services
          .computeIfAbsent(id.service(), service -> new ConcurrentSkipListMap<>())
          .put(id, task.ports());
    } else {
      services.computeIfPresent(
          id.service(),
          (service, tasks) -> {
            tasks.remove(id);
            return tasks.isEmpty() ? null : tasks;
          });
    }
  }

  private static boolean reachable(TaskState task, EngineState state) {
    NodeId node = task.node();
    return node != null && state.node(node).filter(NodeState::reachable).isPresent();
  }

  /** The addresses of a service's port, in the order of the tasks' numbers. */
  public List<PortBinding> addresses(ServiceId service, String port) {
    List<PortBinding> addresses = new ArrayList<>();
    ConcurrentSkipListMap<TaskId, List<PortBinding>> tasks = services.get(service);
    if (tasks != null) {
      for (List<PortBinding> ports : tasks.values()) {
        for (PortBinding binding : ports) {
          if (binding.name().equals(port)) {
            addresses.add(binding);
          }
        }
      }
    }
    return addresses;
  }
}
