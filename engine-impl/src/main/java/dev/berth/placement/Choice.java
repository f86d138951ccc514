package dev.berth.placement;

import dev.berth.view.PlacementExplanation;

/** What a placer decided for a demand. */
public sealed interface Choice {
  /**
   * A node can take it.
   *
   * @param node the node's name
   */
  record Chosen(String node) implements Choice {}

  /**
   * No node can take it now.
   *
   * @param explanation why, node by node counted
   */
  record NoneFits(PlacementExplanation explanation) implements Choice {}
}
