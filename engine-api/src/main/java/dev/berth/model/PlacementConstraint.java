package dev.berth.model;

import dev.berth.InvalidSpecException;

/**
 * What a node must be to take a task at all; a task that no node satisfies waits. Meaning is that
 * of ECS's placement constraints.
 */
public sealed interface PlacementConstraint {
  /** ECS's own limit, for a task definition and the service of its tasks together. */
  int MAXIMUM_COUNT = 10;

  /** No node takes two tasks of the same service; of services only. */
  record DistinctInstance() implements PlacementConstraint {}

  /**
   * Only nodes that satisfy an expression of ECS's cluster query language, such as {@code
   * attribute:ecs.instance-type =~ g2.*}. Whether it is one is checked by the engine that is given
   * it, which shows the place of an error.
   *
   * @param expression 1 to 2,000 characters, and not blank
   */
  record MemberOf(String expression) implements PlacementConstraint {
    /** ECS's own limit, in characters. */
    public static final int MAXIMUM_LENGTH = 2_000;

    /**
     * Checks the bounds.
     *
     * @throws InvalidSpecException if the expression is blank, too long, or cannot be written
     */
    public MemberOf {
      Requirements.text("expression of a memberOf constraint", expression);
      if (expression.isBlank()) {
        throw new InvalidSpecException(
            "expression of a memberOf constraint is empty: write one such as 'attribute:zone =="
                + " eu-1a'");
      }
      Requirements.atMost(
          "characters of the expression of a memberOf constraint",
          expression.length(),
          MAXIMUM_LENGTH);
    }
  }

  /** No node takes two tasks of the same service. */
  static PlacementConstraint distinctInstance() {
    return new DistinctInstance();
  }

  /**
   * Only nodes that satisfy {@code expression}.
   *
   * @throws InvalidSpecException if it is blank, too long, or cannot be written
   */
  static PlacementConstraint memberOf(String expression) {
    return new MemberOf(expression);
  }
}
