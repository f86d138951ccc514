package dev.berth.engine.state;

import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinitionId;
import dev.berth.view.DeploymentView.RolloutState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A service as the engine knows it; changed only by replacing it.
 *
 * @param deleting whether it goes once its tasks are gone
 * @param deployments newest first, at most {@link #KEPT_DEPLOYMENTS}
 * @param nextTask the number of the next task
 * @param backoff what it remembers of failed starts
 * @param stopped its last stopped tasks, newest first, at most {@link #KEPT_TASKS}
 */
public record ServiceState(
    ServiceId id,
    ServiceSpec spec,
    boolean deleting,
    List<DeploymentState> deployments,
    long nextTask,
    LaunchBackoff backoff,
    List<TaskState> stopped) {
  /** How many deployments a service remembers. */
  static final int KEPT_DEPLOYMENTS = 10;

  /** How many stopped tasks a service remembers. */
  static final int KEPT_TASKS = 20;

  static ServiceState created(ServiceId id, ServiceSpec spec, long firstTask) {
    DeploymentState first = deployment(1, spec.taskDefinition());
    return new ServiceState(
        id, spec, false, List.of(first), firstTask, LaunchBackoff.NONE, List.of());
  }

  private static DeploymentState deployment(long number, TaskDefinitionId definition) {
    return new DeploymentState(number, definition, RolloutState.IN_PROGRESS, "", List.of());
  }

  /** A deployment that is remembered. */
  public Optional<DeploymentState> deployment(long number) {
    return deployments.stream().filter(deployment -> deployment.number() == number).findFirst();
  }

  /** The deployment its tasks shall be of. */
  public DeploymentState deployment() {
    return deployments.get(0);
  }

  ServiceState updated(ServiceSpec changed) {
    if (changed.taskDefinition().equals(spec.taskDefinition())) {
      DeploymentState same = deployment();
      return new ServiceState(id, changed, deleting, deployments, nextTask, backoff, stopped)
          .withDeployment(same.number(), current -> current.with(current.rolloutState(), ""));
    }
    return deployed(changed);
  }

  /** A new deployment of the same. */
  ServiceState redeployed() {
    return deployed(spec);
  }

  private ServiceState deployed(ServiceSpec changed) {
    List<DeploymentState> next = new ArrayList<>();
    next.add(deployment(deployment().number() + 1, changed.taskDefinition()));
    for (DeploymentState older : deployments) {
      next.add(
          older.rolloutState() == RolloutState.IN_PROGRESS
              ? older.with(RolloutState.FAILED, "overtaken by deployment " + next.get(0).number())
              : older);
    }
    return new ServiceState(
        id,
        changed,
        deleting,
        bounded(next, KEPT_DEPLOYMENTS),
        nextTask,
        LaunchBackoff.NONE,
        stopped);
  }

  ServiceState withDeployment(long number, UnaryOperator<DeploymentState> change) {
    List<DeploymentState> changed = new ArrayList<>(deployments);
    changed.replaceAll(
        deployment -> deployment.number() == number ? change.apply(deployment) : deployment);
    return new ServiceState(id, spec, deleting, List.copyOf(changed), nextTask, backoff, stopped);
  }

  ServiceState requested(long number) {
    return new ServiceState(
        id, spec, deleting, deployments, Math.max(nextTask, number + 1), backoff, stopped);
  }

  ServiceState withBackoff(LaunchBackoff changed) {
    return new ServiceState(id, spec, deleting, deployments, nextTask, changed, stopped);
  }

  ServiceState markDeleting() {
    return new ServiceState(id, spec, true, deployments, nextTask, backoff, stopped);
  }

  ServiceState withStopped(TaskState task) {
    List<TaskState> kept = new ArrayList<>();
    kept.add(task);
    kept.addAll(stopped);
    return new ServiceState(
        id, spec, deleting, deployments, nextTask, backoff, bounded(kept, KEPT_TASKS));
  }

  private static <T> List<T> bounded(List<T> list, int most) {
    return List.copyOf(list.subList(0, Math.min(list.size(), most)));
  }
}
