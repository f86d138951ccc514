package dev.berth.placement;

/**
 * Ranks the nodes that can take a demand.
 *
 * <p>A policy is pure: its costs depend on the arguments and on what the policy was made with,
 * because a placer keeps a cost until the node changes. It may be called from one thread per
 * placer.
 */
public interface Policy {
  /** What tables and messages call it. */
  String name();

  /**
   * What it costs to put {@code demand} on {@code node}: the least cost wins, among equals the
   * first node. Only nodes that can take the demand are asked for.
   *
   * @param device for a share of a GPU, the device it would be given; every device with room is
   *     asked for, and the first of the least cost is what the node offers. Otherwise -1.
   * @return any number but NaN
   */
  double cost(NodeView node, DemandView demand, int device);
}
