package dev.berth.event;

import dev.berth.model.TaskId;

/**
 * A task without health check has been RUNNING so long that it counts as healthy.
 *
 * @param task the task
 */
public record TaskSettled(TaskId task) implements TaskEvent {}
