package dev.berth.event;

import dev.berth.model.NodeId;

/** A fact about a node. */
public sealed interface NodeEvent extends Event
    permits NodeAdded, NodeChanged, NodeLost, NodeReturned, NodeRemoved {
  /** The node. */
  NodeId node();
}
