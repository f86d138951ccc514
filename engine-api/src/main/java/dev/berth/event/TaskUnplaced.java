package dev.berth.event;

import dev.berth.model.TaskId;
import dev.berth.view.PlacementExplanation;

/**
 * No node could take a task; it waits for one. Told once per task; {@code Cluster.explain} tells
 * the reasons of the present.
 *
 * @param task the task
 * @param explanation the reasons, node by node counted
 */
public record TaskUnplaced(TaskId task, PlacementExplanation explanation) implements TaskEvent {}
