package dev.berth.event;

import dev.berth.model.PortBinding;
import dev.berth.model.TaskId;
import java.util.List;

/**
 * A driver found a host port of a task taken when it started it, and chose another.
 *
 * @param task the task
 * @param ports where its ports are reached from now on
 */
public record TaskPortsChanged(TaskId task, List<PortBinding> ports) implements TaskEvent {
  public TaskPortsChanged {
    ports = List.copyOf(ports);
  }
}
