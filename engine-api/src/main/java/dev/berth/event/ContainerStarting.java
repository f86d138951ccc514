package dev.berth.event;

import dev.berth.model.TaskId;

/**
 * A container's turn to start has come. The intent to start it.
 *
 * @param task the task
 * @param container the container's name
 */
public record ContainerStarting(TaskId task, String container) implements TaskEvent {}
