package dev.berth.placement.policy;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;
import dev.berth.placement.Policy;

/**
 * The node that stays with the least free, summed over its resources: best fit as "Beware of
 * Fragmentation" (Weng et al., USENIX ATC 2023) measures it.
 */
final class BestFit implements Policy {
  private final Remainder remainder;

  BestFit(Weights weights) {
    remainder = new Remainder(weights);
  }

  @Override
  public String name() {
    return "best-fit";
  }

  @Override
  public double cost(NodeView node, DemandView demand, int device) {
    return remainder.after(node, demand, device);
  }
}
