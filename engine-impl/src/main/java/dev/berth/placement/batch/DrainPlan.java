package dev.berth.placement.batch;

import java.util.List;

/**
 * Which nodes can be emptied, and how.
 *
 * @param drained the nodes that hold no task once all moves are made, also those that hold none now
 * @param moves one after the other; each finds room once those before it are made
 */
public record DrainPlan(List<String> drained, List<Move> moves) {
  /** Copies the lists. */
  public DrainPlan {
    drained = List.copyOf(drained);
    moves = List.copyOf(moves);
  }

  /**
   * A task that goes from one node to another.
   *
   * @param task the task's id
   * @param from the node it stands on
   * @param to the node it goes to
   */
  public record Move(String task, String from, String to) {}
}
