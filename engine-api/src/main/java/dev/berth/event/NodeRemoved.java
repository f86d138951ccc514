package dev.berth.event;

import dev.berth.model.NodeId;

/**
 * A node without tasks was removed.
 *
 * @param node the node
 */
public record NodeRemoved(NodeId node) implements NodeEvent {}
