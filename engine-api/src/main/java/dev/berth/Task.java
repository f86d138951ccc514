package dev.berth;

import dev.berth.model.TaskId;
import dev.berth.view.TaskView;

/** A task: a handle, whose {@link #view} is the present. */
public interface Task {
  /** The task's identity. */
  TaskId id();

  /**
   * The task now, or as it was when it stopped.
   *
   * @throws NotFoundException if it stopped so long ago that it is forgotten
   */
  TaskView view();

  /**
   * Stops the task as a user: it leaves the endpoints, is told to end, and is killed if it does
   * not. Its service replaces it. Stopping what is stopping already changes nothing.
   *
   * @param reason kept with the task; at most 4,096 characters
   * @throws InvalidSpecException if {@code reason} is longer
   */
  void stop(String reason);

  /** {@link #stop} with a reason of Berth's. */
  default void kill() {
    stop("killed by the user");
  }

  /**
   * The output of the task's first container.
   *
   * @throws NotFoundException if the task was not created yet or is gone
   */
  TaskLogs logs();

  /**
   * The output of one container.
   *
   * @throws NotFoundException if the task was not created yet or is gone, or has no such container
   */
  TaskLogs logs(String container);
}
