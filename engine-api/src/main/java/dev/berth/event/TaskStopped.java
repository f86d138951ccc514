package dev.berth.event;

import dev.berth.model.StopCode;
import dev.berth.model.TaskId;

/**
 * A task is gone and its resources are free: STOPPED.
 *
 * @param task the task
 * @param code why it was stopped
 * @param reason why, in words
 */
public record TaskStopped(TaskId task, StopCode code, String reason) implements TaskEvent {}
