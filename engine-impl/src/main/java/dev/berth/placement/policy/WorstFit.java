package dev.berth.placement.policy;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;
import dev.berth.placement.Policy;

/** The node that stays with the most free, summed over its resources: it levels the load. */
final class WorstFit implements Policy {
  private final Remainder remainder;

  WorstFit(Weights weights) {
    remainder = new Remainder(weights);
  }

  @Override
  public String name() {
    return "worst-fit";
  }

  @Override
  public double cost(NodeView node, DemandView demand, int device) {
    return -remainder.after(node, demand, device);
  }
}
