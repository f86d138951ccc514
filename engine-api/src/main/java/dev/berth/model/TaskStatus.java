package dev.berth.model;

/**
 * The states of a task's life, with ECS's names. {@code lastStatus} is where a task is; its desired
 * status, {@link #RUNNING} or {@link #STOPPED}, is where the engine wants it.
 */
public enum TaskStatus {
  /** Asked for, waits for a node. */
  PROVISIONING,
  /** Has a node and its resources there; is being created. */
  PENDING,
  /** Created; its containers are being started in the order of their dependencies. */
  ACTIVATING,
  /** Every container has been started. */
  RUNNING,
  /** Taken out of the endpoints; the deregistration delay runs. */
  DEACTIVATING,
  /** Its containers are being stopped, dependents first. */
  STOPPING,
  /** Every container has ended; what the driver made for it is being removed. */
  DEPROVISIONING,
  /** Gone; its resources are free. */
  STOPPED
}
