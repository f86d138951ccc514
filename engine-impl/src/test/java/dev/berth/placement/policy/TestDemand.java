package dev.berth.placement.policy;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;

/** A demand of a test. */
record TestDemand(DemandShape shape) implements DemandView {
  @Override
  public long amount(int dimension) {
    return shape.amount(dimension);
  }

  @Override
  public int wholeGpus() {
    return shape.wholeGpus();
  }

  @Override
  public int gpuShare() {
    return shape.gpuShare();
  }

  boolean allows(NodeView node) {
    return shape.models().isEmpty()
        || shape.models().contains(node.attribute(Workload.MODEL_ATTRIBUTE));
  }
}
