package dev.berth.engine.place;

import dev.berth.placement.Constraint;
import dev.berth.placement.NodeShape;
import dev.berth.view.PlacementExplanation.Lacks;
import dev.berth.view.PlacementExplanation.Reason;
import java.util.Optional;

/** Rules out every node, because a task needs a resource that no node of the cluster has. */
record NobodyHas(String resource, long needed) implements Constraint {
  @Override
  public Optional<Reason> veto(NodeShape node) {
    return Optional.of(new Lacks(1, resource, needed, 0, node.name()));
  }
}
