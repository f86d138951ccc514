package dev.berth.engine.state;

import dev.berth.engine.state.ServiceTasks.Standing;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import dev.berth.view.DeploymentView;
import dev.berth.view.ServiceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Services as users read them. */
public final class ServiceViews {
  private ServiceViews() {}

  /** The service of that identity; empty if there is none. */
  public static Optional<ServiceView> view(EngineState state, ServiceId id) {
    return state.service(id).map(service -> view(service, state));
  }

  private static ServiceView view(ServiceState service, EngineState state) {
    ServiceTasks tasks = state.tasksOf(service.id());
    List<DeploymentView> deployments = new ArrayList<>();
    for (DeploymentState deployment : service.deployments()) {
      boolean current = deployment.number() == service.deployment().number();
      if (current || tasks.deployments().contains(deployment.number())) {
        deployments.add(view(deployment, tasks));
      }
    }
    return new ServiceView(
        service.id(),
        service.spec(),
        service.deleting(),
        deployments,
        tasks.count(Standing.HEALTHY)
            + tasks.count(Standing.WAITING)
            + tasks.count(Standing.UNHEALTHY),
        tasks.count(Standing.PENDING) + tasks.count(Standing.UNPLACED),
        tasks.count(Standing.HEALTHY),
        tasks.count(Standing.STOPPING),
        Optional.ofNullable(service.backoff().until()),
        message(service, tasks, state));
  }

  private static DeploymentView view(DeploymentState deployment, ServiceTasks tasks) {
    long number = deployment.number();
    int healthy = tasks.count(number, Standing.HEALTHY);
    return new DeploymentView(
        number,
        deployment.definition(),
        deployment.rolloutState(),
        healthy + tasks.count(number, Standing.WAITING) + tasks.count(number, Standing.UNHEALTHY),
        tasks.count(number, Standing.PENDING) + tasks.count(number, Standing.UNPLACED),
        healthy,
        tasks.count(number, Standing.STOPPING),
        deployment.reason(),
        deployment.images());
  }

  /** What holds the service up: its deployment, a task without node, or a failed start. */
  private static String message(ServiceState service, ServiceTasks tasks, EngineState state) {
    if (!service.deployment().reason().isEmpty()) {
      return service.deployment().reason();
    }
    long current = service.deployment().number();
    if (tasks.count(current, Standing.UNPLACED) > 0) {
      TaskId first = new TaskId(service.id(), tasks.numbers(current, Standing.UNPLACED).first());
      return state
          .task(first)
          .map(task -> "task '%s' cannot be placed: %s".formatted(first.shortName(), task.reason()))
          .orElse("");
    }
    if (service.backoff().rounds() > 0 && !service.stopped().isEmpty()) {
      TaskState last = service.stopped().get(0);
      return "task '%s' failed to start: %s".formatted(last.id().shortName(), last.reason());
    }
    return "";
  }
}
