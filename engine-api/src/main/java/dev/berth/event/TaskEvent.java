package dev.berth.event;

import dev.berth.model.TaskId;

/** A fact about a task or one of its containers. */
public sealed interface TaskEvent extends Event
    permits TaskRequested,
        TaskUnplaced,
        TaskPlaced,
        TaskPortsChanged,
        TaskSettled,
        TaskCreated,
        ContainerStarting,
        ContainerStarted,
        TaskStarted,
        ContainerHealthChanged,
        TaskStopping,
        ContainerStopping,
        ContainerExited,
        TaskDeprovisioning,
        TaskStopped {
  /** The task. */
  TaskId task();
}
