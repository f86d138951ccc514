package dev.berth.model;

/** Why a task was stopped (ECS {@code stopCode}). */
public enum StopCode {
  /** It could not be created or started. */
  TASK_FAILED_TO_START,
  /** One of its essential containers ended. */
  ESSENTIAL_CONTAINER_EXITED,
  /** A user stopped it, or closed the engine. */
  USER_INITIATED,
  /** Its service no longer wants it: scaled in, replaced by a deployment, unhealthy, deleted. */
  SERVICE_SCHEDULER_INITIATED,
  /** It was lost: the driver no longer knows it. */
  INFRASTRUCTURE_HEALTH
}
