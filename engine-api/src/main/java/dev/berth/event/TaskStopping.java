package dev.berth.event;

import dev.berth.model.StopCode;
import dev.berth.model.TaskId;

/**
 * A task shall stop: DEACTIVATING. It is out of the endpoints from now on.
 *
 * @param task the task
 * @param code why
 * @param reason why, in words
 */
public record TaskStopping(TaskId task, StopCode code, String reason) implements TaskEvent {}
