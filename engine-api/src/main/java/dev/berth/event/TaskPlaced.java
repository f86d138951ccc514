package dev.berth.event;

import dev.berth.model.NodeId;
import dev.berth.model.TaskId;

/**
 * A task was given a node and its resources there: PENDING. The intent to create it.
 *
 * @param task the task
 * @param node the node
 */
public record TaskPlaced(TaskId task, NodeId node) implements TaskEvent {}
