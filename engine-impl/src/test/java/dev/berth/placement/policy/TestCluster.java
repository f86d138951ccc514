package dev.berth.placement.policy;

import dev.berth.placement.Policy;

/** A cluster of a test: asks a policy what each node costs, and takes the first of the cheapest. */
final class TestCluster {
  private final Policy policy;
  private final TestNode[] nodes;

  TestCluster(Policy policy, TestNode... nodes) {
    this.policy = policy;
    this.nodes = nodes.clone();
    for (int index = 0; index < nodes.length; index++) {
      this.nodes[index] = nodes[index].withIndex(index);
    }
  }

  /** Where the policy puts a demand: the node's name, "name/device" for a share, or "nowhere". */
  String place(DemandShape shape) {
    TestDemand demand = new TestDemand(shape);
    double least = Double.POSITIVE_INFINITY;
    int node = -1;
    int device = -1;
    for (int index = 0; index < nodes.length; index++) {
      boolean share = shape.gpuShare() > 0;
      for (int on = share ? 0 : -1; on < (share ? nodes[index].devices() : 0); on++) {
        if (nodes[index].canTake(demand, on)) {
          double cost = policy.cost(nodes[index], demand, on);
          if (cost < least) {
            least = cost;
            node = index;
            device = on;
          }
        }
      }
    }
    if (node < 0) {
      return "nowhere";
    }
    nodes[node] = nodes[node].without(demand, device);
    return device < 0 ? nodes[node].name() : nodes[node].name() + "/" + device;
  }

  /** The thousandths of GPU that are free. */
  long gpuFree() {
    long free = 0;
    for (TestNode node : nodes) {
      free += Remainder.gpuFree(node);
    }
    return free;
  }
}
