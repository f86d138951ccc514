package dev.berth.spi;

import dev.berth.model.TaskId;

/**
 * What a driver noticed by itself. A hint: it may be lost, late, doubled or out of order, and the
 * engine treats it so.
 */
public sealed interface Observation {
  /**
   * A container's state as seen just now.
   *
   * @param task the task
   * @param report the container's state
   */
  record ContainerSeen(TaskId task, ContainerReport report) implements Observation {}

  /**
   * Observations may have been missed: the engine lists.
   *
   * @param reason what happened, in words
   */
  record Missed(String reason) implements Observation {}
}
