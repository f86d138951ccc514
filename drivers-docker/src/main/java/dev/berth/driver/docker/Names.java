package dev.berth.driver.docker;

import dev.berth.model.TaskId;

/**
 * How things are named on the daemon. Names of containers hold no dot, so what follows one is ours.
 */
final class Names {
  /** The container name under which the owner of a shared network namespace is labelled. */
  static final String PAUSE = ".pause";

  private static final String NEVER = ".never";

  private Names() {}

  /** {@code berth-shop--web--7-app}. */
  static String container(TaskId task, String container) {
    String name = "berth-" + task.driverName();
    return container.equals(PAUSE) ? name + PAUSE : name + "-" + container;
  }

  /** What a container is renamed to that was stopped before it was started. */
  static String never(TaskId task, String container) {
    return container(task, container) + NEVER;
  }

  /** The bridge of one engine's cluster. */
  static String network(String engineId, String cluster) {
    return "berth-" + cluster + "-" + engineId;
  }
}
