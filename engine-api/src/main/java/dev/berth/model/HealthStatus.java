package dev.berth.model;

/** The health of a container or task as its checks found it (ECS {@code healthStatus}). */
public enum HealthStatus {
  /** Every check passes. */
  HEALTHY,
  /** A check has failed as often in a row as its retries say. */
  UNHEALTHY,
  /** Not checked, or not decided yet. */
  UNKNOWN
}
