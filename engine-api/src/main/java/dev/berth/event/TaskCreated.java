package dev.berth.event;

import dev.berth.model.PortBinding;
import dev.berth.model.TaskId;
import dev.berth.spi.TaskHandle;
import java.util.List;

/**
 * A driver created a task: ACTIVATING.
 *
 * @param task the task
 * @param handle the driver's name for it
 * @param ports where its ports are reached
 */
public record TaskCreated(TaskId task, TaskHandle handle, List<PortBinding> ports)
    implements TaskEvent {
  public TaskCreated {
    ports = List.copyOf(ports);
  }
}
