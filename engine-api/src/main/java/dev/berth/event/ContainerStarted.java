package dev.berth.event;

import dev.berth.model.TaskId;

/**
 * A container runs.
 *
 * @param task the task
 * @param container the container's name
 */
public record ContainerStarted(TaskId task, String container) implements TaskEvent {}
