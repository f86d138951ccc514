package dev.berth.placement.batch;

import dev.berth.model.Resources;

/**
 * A task that stands on a node and can be moved.
 *
 * @param id unique among the tasks
 * @param node the node's position among the nodes
 * @param resources what it reserves there
 */
record StandingTask(String id, int node, Resources resources) {}
