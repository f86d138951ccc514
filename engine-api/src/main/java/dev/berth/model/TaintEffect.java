package dev.berth.model;

/** What a taint does to tasks that do not tolerate it, in the words of Kubernetes. */
public enum TaintEffect {
  /** No new task is placed on the node. */
  NO_SCHEDULE,
  /** A new task is placed on the node only if no other can take it. */
  PREFER_NO_SCHEDULE,
  /** No new task is placed on the node, and those on it are stopped. */
  NO_EXECUTE
}
