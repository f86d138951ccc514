package dev.berth.event;

import dev.berth.model.ContainerExit;
import dev.berth.model.TaskId;

/**
 * A container ended.
 *
 * @param task the task
 * @param container the container's name
 * @param exit how
 */
public record ContainerExited(TaskId task, String container, ContainerExit exit)
    implements TaskEvent {}
