package dev.berth.engine.state;

import dev.berth.event.NodeAdded;
import dev.berth.model.NodeId;
import dev.berth.model.NodeStatus;
import dev.berth.model.Resources;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A node as the engine knows it.
 *
 * @param loss since when and why it cannot be reached; null while it can
 */
public record NodeState(
    NodeId id,
    String driver,
    Resources resources,
    SortedMap<String, String> attributes,
    @Nullable Loss loss) {
  /** Since when and why a node cannot be reached. */
  public record Loss(Instant since, String reason) {}

  static NodeState added(NodeAdded event) {
    return new NodeState(event.node(), event.driver(), event.resources(), event.attributes(), null);
  }

  NodeState changed(Resources newResources, SortedMap<String, String> newAttributes) {
    return new NodeState(id, driver, newResources, newAttributes, loss);
  }

  NodeState lost(Instant since, String reason) {
    return new NodeState(id, driver, resources, attributes, new Loss(since, reason));
  }

  NodeState returned() {
    return new NodeState(id, driver, resources, attributes, null);
  }

  /** Whether it takes tasks. */
  public NodeStatus status() {
    return reachable() ? NodeStatus.READY : NodeStatus.LOST;
  }

  /** Whether it can be reached, as far as is known. */
  public boolean reachable() {
    return loss == null;
  }
}
