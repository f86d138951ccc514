package dev.berth.placement.policy;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;

/** What stays free on a node, as one number: each resource as a part of the largest node's. */
final class Remainder {
  /** Far less than the thousandth of a GPU can move a sum, so that it only orders devices. */
  private static final double DEVICE_TIE = 1e-10;

  private final Weights weights;

  Remainder(Weights weights) {
    this.weights = weights;
  }

  /** The weighted sum of what stays free; of a node's devices the fuller one leaves less. */
  double after(NodeView node, DemandView demand, int device) {
    double sum = 0;
    for (int dimension = 0; dimension < node.dimensions(); dimension++) {
      long free = node.free(dimension) - demand.amount(dimension);
      sum += weights.dimension(dimension) * free * node.scale(dimension);
    }
    long gpu = gpuFree(node) - gpu(demand);
    sum += weights.gpus() * gpu * node.deviceScale();
    return device < 0 ? sum : sum + DEVICE_TIE * node.deviceFree(device);
  }

  /** The thousandths free on all devices together. */
  static long gpuFree(NodeView node) {
    long free = 0;
    for (int device = 0; device < node.devices(); device++) {
      free += node.deviceFree(device);
    }
    return free;
  }

  /** All GPU that a demand takes, in thousandths. */
  static long gpu(DemandView demand) {
    return (long) demand.wholeGpus() * DemandShape.DEVICE + demand.gpuShare();
  }
}
