package dev.berth.engine.decide;

import dev.berth.ConflictException;
import dev.berth.InvalidSpecException;
import dev.berth.NotFoundException;
import dev.berth.engine.command.Command.CreateCluster;
import dev.berth.engine.command.Command.PutNode;
import dev.berth.engine.command.Command.RemoveNode;
import dev.berth.engine.place.Placement;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.event.ClusterCreated;
import dev.berth.event.NodeAdded;
import dev.berth.event.NodeChanged;
import dev.berth.event.NodeRemoved;
import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import java.util.Set;

/** Decides what is asked of clusters and nodes. */
final class ClusterDecider {
  private final EngineState state;
  private final Placement placement;
  private final Set<String> drivers;

  ClusterDecider(EngineState state, Placement placement, Set<String> drivers) {
    this.state = state;
    this.placement = placement;
    this.drivers = drivers;
  }

  Decision decide(CreateCluster create) {
    // The identity of any service carries the rules for a cluster's name.
    ServiceId checked = new ServiceId(create.cluster(), "x");
    return state.clusters().contains(checked.cluster())
        ? Decision.accept()
        : Decision.accept(new ClusterCreated(checked.cluster()));
  }

  Decision decide(PutNode put) {
    NodeId id = put.node();
    requireCluster(state, id.cluster());
    if (!drivers.contains(put.driver())) {
      throw new NotFoundException(
          "node '%s' names driver '%s', but the engine has %s"
              .formatted(id.name(), put.driver(), drivers));
    }
    if (put.resources().amounts().isEmpty()) {
      throw new InvalidSpecException("node '%s' has no resources".formatted(id.name()));
    }
    placement.requireCountable(id, put.resources());
    NodeState node = state.node(id).orElse(null);
    if (node == null) {
      return Decision.accept(new NodeAdded(id, put.driver(), put.resources(), put.attributes()));
    }
    if (!node.driver().equals(put.driver())) {
      throw new ConflictException(
          "node '%s' exists on driver '%s' and cannot move to '%s': remove it first"
              .formatted(id.name(), node.driver(), put.driver()));
    }
    Resources held = node.resources().minus(placement.available(id));
    if (!held.fitsIn(put.resources())) {
      throw new ConflictException(
          "node '%s' cannot shrink to %s: its %d tasks hold %s, stop some first"
              .formatted(id.name(), put.resources(), state.taskCountOn(id), held));
    }
    return node.resources().equals(put.resources()) && node.attributes().equals(put.attributes())
        ? Decision.accept()
        : Decision.accept(new NodeChanged(id, put.resources(), put.attributes()));
  }

  Decision decide(RemoveNode remove) {
    NodeState node =
        state
            .node(remove.node())
            .orElseThrow(() ->
                new NotFoundException(
                    "no node '%s' in cluster '%s'"
                        .formatted(remove.node().name(), remove.node().cluster())));
    int tasks = state.taskCountOn(node.id());
    if (tasks > 0) {
      throw new ConflictException(
          "node '%s' holds %d tasks: stop them first".formatted(remove.node().name(), tasks));
    }
    return Decision.accept(new NodeRemoved(remove.node()));
  }

  static void requireCluster(EngineState state, String cluster) {
    if (!state.clusters().contains(cluster)) {
      throw new NotFoundException("no cluster '%s', only %s".formatted(cluster, state.clusters()));
    }
  }
}
