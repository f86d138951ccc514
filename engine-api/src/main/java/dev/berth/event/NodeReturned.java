package dev.berth.event;

import dev.berth.model.NodeId;

/**
 * A lost node can be reached again, and nothing is left on it of tasks that were given up
 * meanwhile.
 *
 * @param node the node
 */
public record NodeReturned(NodeId node) implements NodeEvent {}
