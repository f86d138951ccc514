package dev.berth.placement.guide;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;
import dev.berth.placement.Policy;

/** The node whose CPU and memory stay free in the same proportion, so that neither strands. */
public final class Balanced implements Policy {
  private static final int CPU = 0;
  private static final int MEMORY = 1;

  @Override
  public String name() {
    return "balanced";
  }

  @Override
  public double cost(NodeView node, DemandView demand, int device) {
    double cpu = freeAfter(node, demand, CPU) * node.scale(CPU);
    double memory = freeAfter(node, demand, MEMORY) * node.scale(MEMORY);
    return Math.abs(cpu - memory);
  }

  private static double freeAfter(NodeView node, DemandView demand, int dimension) {
    return node.free(dimension) - demand.amount(dimension);
  }
}
