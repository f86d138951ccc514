package dev.berth.event;

/** A fact about a cluster. */
public sealed interface ClusterEvent extends Event permits ClusterCreated {
  /** The cluster's name. */
  String cluster();
}
