package dev.berth.placement;

/** Ranks the nodes that can take a demand. */
public interface Policy {
  /** What it is called in explanations and benchmarks. */
  String name();

  /**
   * What it costs to put {@code demand} on {@code node}: the least cost wins, among equals the
   * first node.
   *
   * <p>Called only for nodes that can take the demand. Pure: depends on the arguments and the
   * policy's immutable configuration only, so that costs can be kept until the node changes.
   *
   * @param device for a share of a GPU the device it would use, evaluated for each device that has
   *     room; else -1
   */
  double cost(NodeView node, DemandView demand, int device);
}
