package dev.berth.event;

import dev.berth.model.TaskId;

/**
 * No container of a task runs any more: DEPROVISIONING. The intent to remove what the driver made
 * for it.
 *
 * @param task the task
 */
public record TaskDeprovisioning(TaskId task) implements TaskEvent {}
