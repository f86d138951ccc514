package dev.berth.placement;

/**
 * A policy whose cost is a weighted sum of what would stay free, each dimension on the scale of the
 * largest capacity in the cluster. Placers answer it from an index, without looking at every node.
 */
public interface LinearPolicy extends Policy {
  /** How much a free part of a dimension costs: 0 or more, finite. */
  double weight(int dimension);

  @Override
  default double cost(NodeView node, DemandView demand, int device) {
    double cost = 0;
    for (int dimension = 0; dimension < node.dimensions(); dimension++) {
      cost +=
          weight(dimension)
              * node.scale(dimension)
              * Math.max(0, node.free(dimension) - demand.amount(dimension));
    }
    return cost;
  }
}
