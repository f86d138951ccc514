package dev.berth.spi;

import dev.berth.model.NodeId;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;

/**
 * What a driver needs to create a task.
 *
 * @param task the task
 * @param node the node it was placed on
 * @param definition what it is made of
 * @param labels what the driver attaches to everything it makes for the task
 */
public record TaskLaunch(TaskId task, NodeId node, TaskDefinition definition, TaskLabels labels) {
  /** The name under which the task is created, the same whenever the call is repeated. */
  public String name() {
    return task.driverName();
  }
}
