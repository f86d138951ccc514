package dev.berth.event;

import dev.berth.model.TaskId;

/**
 * A task has been RUNNING so long that its health counts: without health check it is healthy from
 * now on, and one that is unhealthy is no longer excused by its service's grace period.
 *
 * @param task the task
 */
public record TaskSettled(TaskId task) implements TaskEvent {}
