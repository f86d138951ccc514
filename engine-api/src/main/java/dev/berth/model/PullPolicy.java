package dev.berth.model;

/** When an image is fetched from its registry; meaning is that of Kubernetes. */
public enum PullPolicy {
  /** At each creation of a container; what is there already is not fetched twice. */
  ALWAYS,
  /** Only where the node does not have it; the default. */
  IF_NOT_PRESENT,
  /** Never: a node that does not have it fails to create the container. */
  NEVER
}
