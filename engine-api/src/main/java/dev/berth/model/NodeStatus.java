package dev.berth.model;

/** Whether a node takes tasks. */
public enum NodeStatus {
  /** It is reached and takes tasks. */
  READY,
  /**
   * Its driver does not reach it. It takes no tasks; those it has are replaced elsewhere if it does
   * not return in time.
   */
  LOST
}
