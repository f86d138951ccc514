package dev.berth.model;

/** What a container waits for before it starts (ECS {@code dependsOn.condition}). */
public enum DependencyCondition {
  /** The other container has been started. */
  START,
  /** The other container has ended, whatever its exit code. */
  COMPLETE,
  /** The other container has ended with exit code 0. */
  SUCCESS,
  /** The other container's health check has passed; looked at during start-up only. */
  HEALTHY
}
