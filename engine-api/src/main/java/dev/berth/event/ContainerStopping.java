package dev.berth.event;

import dev.berth.model.TaskId;

/**
 * A container's turn to stop has come. The intent to stop it.
 *
 * @param task the task
 * @param container the container's name
 */
public record ContainerStopping(TaskId task, String container) implements TaskEvent {}
