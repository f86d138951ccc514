package dev.berth.placement;

import dev.berth.view.PlacementExplanation;
import java.util.List;

/** What became of demands that are placed together or not at all. */
public sealed interface Gang {
  /**
   * All have their places.
   *
   * @param placed in the order they were asked for
   */
  record Together(List<Placement.Placed> placed) implements Gang {
    public Together {
      placed = List.copyOf(placed);
    }
  }

  /**
   * None was placed, because one of them found no node beside the others.
   *
   * @param demand that one, by its index among those asked for
   * @param why why no node can take it once those before it are placed
   */
  record Apart(int demand, PlacementExplanation why) implements Gang {}
}
