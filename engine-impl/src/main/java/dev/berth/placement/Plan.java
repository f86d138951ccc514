package dev.berth.placement;

import dev.berth.view.PlacementExplanation;
import java.util.List;

/**
 * What would happen, worked out without doing it.
 *
 * @param steps one after the other; each sees what those before it would have done
 */
public record Plan(List<Step> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }

  /** One thing that would happen. */
  public sealed interface Step {
    /** What it would happen to. */
    Demand demand();
  }

  /**
   * A demand would be placed.
   *
   * @param node the node's name
   */
  public record Place(Demand demand, String node) implements Step {}

  /**
   * A demand would be placed once others have gone.
   *
   * @param preemption where, and which
   */
  public record Preempt(Demand demand, Preemption preemption) implements Step {}

  /**
   * What is placed would go to another node.
   *
   * @param from the node it is on
   * @param to the node it would be on
   */
  public record Move(Demand demand, String from, String to) implements Step {}

  /**
   * No node could take it, not even by preemption.
   *
   * @param why how many nodes fail for which reason, and what would help
   */
  public record Refuse(Demand demand, PlacementExplanation why) implements Step {}

  /** Whether every demand would have its place. */
  public boolean complete() {
    return steps.stream().noneMatch(Refuse.class::isInstance);
  }
}
