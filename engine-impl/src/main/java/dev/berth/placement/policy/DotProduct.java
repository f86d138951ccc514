package dev.berth.placement.policy;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;
import dev.berth.placement.Policy;

/**
 * The node whose free resources point least the way the demand does: the dot product of Tetris
 * (Grandl et al., SIGCOMM 2014) with the sign that "Beware of Fragmentation" (ATC 2023) gives it,
 * where a small product is a good fit because little of what is asked for is free.
 *
 * <p>Costs are whole hundredths, as in that paper's simulator, so that nodes which differ little
 * tie and the first of them wins: without it the cluster of the paper takes one percent less.
 */
final class DotProduct implements Policy {
  /** Less than the steps of the cost, so that it only orders the devices of one node. */
  private static final double DEVICE_TIE = 1e-6;

  private final Weights weights;

  DotProduct(Weights weights) {
    this.weights = weights;
  }

  @Override
  public String name() {
    return "dot-product";
  }

  @Override
  public double cost(NodeView node, DemandView demand, int device) {
    double product = 0;
    double sum = weights.gpus();
    for (int dimension = 0; dimension < node.dimensions(); dimension++) {
      double scale = node.scale(dimension);
      double weight = weights.dimension(dimension);
      product += weight * node.free(dimension) * scale * demand.amount(dimension) * scale;
      sum += weight;
    }
    double gpuScale = node.deviceScale();
    double free = Remainder.gpuFree(node) * gpuScale;
    product += weights.gpus() * free * Remainder.gpu(demand) * gpuScale;
    double hundredths = Math.ceil(100 * product / sum);
    return device < 0 ? hundredths : hundredths + DEVICE_TIE * node.deviceFree(device);
  }
}
