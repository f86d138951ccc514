package dev.berth.event;

import dev.berth.model.NodeId;

/**
 * A node can no longer be reached. It takes no tasks; those it has are replaced if it does not
 * return in time.
 *
 * @param node the node
 * @param reason how that was noticed, in words
 */
public record NodeLost(NodeId node, String reason) implements NodeEvent {}
