package dev.berth.model;

/** How the containers of a task are connected (ECS {@code networkMode}). */
public enum NetworkMode {
  /** The node's own network: container port and host port are one. */
  HOST,
  /** A virtual network on the node; host ports are mapped to container ports. */
  BRIDGE,
  /** An address of its own for the task. */
  AWSVPC,
  /** No network. */
  NONE
}
