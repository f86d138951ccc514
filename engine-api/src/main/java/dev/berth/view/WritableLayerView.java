package dev.berth.view;

import dev.berth.model.TaskId;

/**
 * What a container has written over its image, and goes when the container goes.
 *
 * @param task whose container it is
 * @param container the container's name
 * @param image the id of the image below
 * @param sizeBytes the bytes of files that are new or changed
 */
public record WritableLayerView(TaskId task, String container, String image, long sizeBytes) {}
