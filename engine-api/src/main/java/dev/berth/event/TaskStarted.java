package dev.berth.event;

import dev.berth.model.TaskId;

/**
 * Every container of a task has been started: RUNNING.
 *
 * @param task the task
 */
public record TaskStarted(TaskId task) implements TaskEvent {}
