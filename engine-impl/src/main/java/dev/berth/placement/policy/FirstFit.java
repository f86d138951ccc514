package dev.berth.placement.policy;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;
import dev.berth.placement.Policy;

/** The first node that has room: all nodes cost the same. */
final class FirstFit implements Policy {
  @Override
  public String name() {
    return "first-fit";
  }

  @Override
  public double cost(NodeView node, DemandView demand, int device) {
    return 0;
  }
}
