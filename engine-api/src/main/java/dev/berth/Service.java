package dev.berth;

import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.view.ServiceView;
import dev.berth.view.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A service: a number of equal tasks that the engine keeps running and replaces as asked. */
public interface Service {
  /** The service's identity. */
  ServiceId id();

  /**
   * The service now.
   *
   * @throws NotFoundException if it was deleted and is gone
   */
  ServiceView view();

  /** The service's last stopped tasks, newest first, at most 20. */
  List<TaskView> stoppedTasks();

  /** The tasks that are not STOPPED, in the order of their numbers. */
  List<Task> tasks();

  /**
   * Changes what the service shall be. {@code change} gets a builder with the present specification
   * and may be called again if the service changed meanwhile.
   *
   * @throws NotFoundException if the service or the task definition does not exist
   * @throws ConflictException if the service is being deleted
   */
  void update(UnaryOperator<ServiceSpec.Builder> change);

  /** Changes the desired count alone. */
  void scale(int desiredCount);

  /**
   * Replaces all tasks by a new deployment of the same task definition, within the service's
   * percentages: what its image tags stand for is found out anew (ECS {@code forceNewDeployment}).
   *
   * @throws NotFoundException if the service does not exist
   * @throws ConflictException if the service is being deleted
   */
  void redeploy();

  /**
   * Lets tasks start at once although earlier ones failed to.
   *
   * @throws NotFoundException if the service does not exist
   */
  void resetBackoff();

  /**
   * Waits until exactly the desired tasks run, all healthy, and nothing is being replaced.
   *
   * @throws AwaitTimeoutException if that takes longer; its message tells how far the service is
   *     and what holds it up
   */
  ServiceView awaitSteady(Duration timeout);

  /**
   * The healthy tasks' addresses of a port. The returned endpoint always shows the present.
   *
   * @throws NotFoundException if the service's task definition has no port of that name
   */
  Endpoint endpoint(String portName);

  /** Stops all tasks and removes the service; returns at once. */
  void delete();

  /**
   * Waits until a deleted service is gone.
   *
   * @throws AwaitTimeoutException if that takes longer
   */
  void awaitDeleted(Duration timeout);
}
