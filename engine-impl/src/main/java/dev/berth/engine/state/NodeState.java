package dev.berth.engine.state;

import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import java.util.SortedMap;

/**
 * A node as the engine knows it.
 *
 * @param tasks how many tasks hold resources on it
 */
public record NodeState(
    NodeId id,
    String driver,
    Resources resources,
    SortedMap<String, String> attributes,
    int tasks) {
  NodeState changed(Resources newResources, SortedMap<String, String> newAttributes) {
    return new NodeState(id, driver, newResources, newAttributes, tasks);
  }

  NodeState withTasks(int changed) {
    return new NodeState(id, driver, resources, attributes, changed);
  }
}
