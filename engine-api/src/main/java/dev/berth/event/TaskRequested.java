package dev.berth.event;

import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;

/**
 * A service asked for a task: PROVISIONING.
 *
 * @param task the task
 * @param deployment the deployment it belongs to
 * @param definition what it is made of
 */
public record TaskRequested(TaskId task, long deployment, TaskDefinitionId definition)
    implements TaskEvent {}
