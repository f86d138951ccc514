package dev.berth.event;

import dev.berth.model.HealthStatus;
import dev.berth.model.TaskId;

/**
 * A container's health checks came to another result.
 *
 * @param task the task
 * @param container the container's name
 * @param health the new result
 * @param reason what the last check saw
 */
public record ContainerHealthChanged(
    TaskId task, String container, HealthStatus health, String reason) implements TaskEvent {}
