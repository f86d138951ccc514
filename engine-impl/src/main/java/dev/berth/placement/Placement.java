package dev.berth.placement;

import dev.berth.view.PlacementExplanation;
import java.util.List;

/** What became of a demand. */
public sealed interface Placement {
  /**
   * It has its place.
   *
   * @param node the node's name
   * @param demand what was placed
   * @param devices the GPUs it was given, or given a share of, by index
   * @param number tells this placement from every other of its placer
   */
  record Placed(String node, PreparedDemand demand, List<Integer> devices, long number)
      implements Placement {
    public Placed {
      devices = List.copyOf(devices);
    }
  }

  /**
   * No node can take it now.
   *
   * @param why how many nodes fail for which reason, and what would help
   */
  record Unplaced(PlacementExplanation why) implements Placement {}
}
