package dev.berth.engine.place;

import dev.berth.InvalidSpecException;
import dev.berth.model.PlacementConstraint;
import dev.berth.placement.query.Query;
import dev.berth.placement.query.QuerySyntaxException;
import java.util.List;

/**
 * The expressions of placement constraints, checked when they are given: what the journal holds can
 * be read when a task is to be placed.
 */
public final class Expressions {
  private Expressions() {}

  /**
   * Lets {@code constraints} pass if every expression can be read.
   *
   * @param what whose they are, as the message shall begin
   * @throws InvalidSpecException if one cannot; the message shows it and where it goes wrong
   */
  public static void requireReadable(String what, List<PlacementConstraint> constraints) {
    for (int i = 0; i < constraints.size(); i++) {
      if (constraints.get(i) instanceof PlacementConstraint.MemberOf memberOf) {
        requireReadable("%s: placement constraint %d".formatted(what, i + 1), memberOf);
      }
    }
  }

  private static void requireReadable(String which, PlacementConstraint.MemberOf memberOf) {
    try {
      Query.parse(memberOf.expression());
    } catch (QuerySyntaxException wrong) {
      throw new InvalidSpecException(
          "%s is not of the cluster query language:\n%s".formatted(which, wrong.getMessage()),
          wrong);
    }
  }
}
