package dev.berth.event;

import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node was added to a cluster.
 *
 * @param node the node
 * @param driver the driver it belongs to
 * @param resources what placement may give away
 * @param attributes what placement can ask for
 */
public record NodeAdded(
    NodeId node, String driver, Resources resources, SortedMap<String, String> attributes)
    implements NodeEvent {
  public NodeAdded {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
