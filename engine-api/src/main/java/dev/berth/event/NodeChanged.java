package dev.berth.event;

import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node was added again with other resources or attributes.
 *
 * @param node the node
 * @param resources what placement may give away from now on
 * @param attributes what placement can ask for from now on
 */
public record NodeChanged(NodeId node, Resources resources, SortedMap<String, String> attributes)
    implements NodeEvent {
  public NodeChanged {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
