package dev.berth.engine;

import dev.berth.ConflictException;
import dev.berth.Endpoint;
import dev.berth.NotFoundException;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.engine.command.Command.DeleteService;
import dev.berth.engine.command.Command.RedeployService;
import dev.berth.engine.command.Command.ResetBackoff;
import dev.berth.engine.command.Command.UpdateService;
import dev.berth.engine.state.ServiceState;
import dev.berth.engine.state.ServiceTasks;
import dev.berth.engine.state.ServiceTasks.Standing;
import dev.berth.engine.state.ServiceViews;
import dev.berth.engine.state.TaskState;
import dev.berth.model.PortMapping;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.view.ServiceView;
import dev.berth.view.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A service as users hold it. */
final class LocalService implements Service {
  private static final int UPDATE_ATTEMPTS = 100;

  private final EngineParts parts;
  private final ServiceId id;

  LocalService(EngineParts parts, ServiceId id) {
    this.parts = parts;
    this.id = id;
  }

  @Override
  public ServiceId id() {
    return id;
  }

  @Override
  public ServiceView view() {
    return parts.line().look(() -> ServiceViews.view(parts.state(), id)).orElseThrow(this::unknown);
  }

  @Override
  public List<TaskView> stoppedTasks() {
    return parts
        .line()
        .look(() ->
            parts
                .state()
                .service(id)
                .map(service -> service.stopped().stream().map(TaskState::view).toList()))
        .orElseThrow(this::unknown);
  }

  @Override
  public List<Task> tasks() {
    return parts
        .line()
        .look(() -> {
          ServiceTasks tasks = parts.state().tasksOf(id);
          TreeSet<Long> numbers = new TreeSet<>();
          for (long deployment : tasks.deployments()) {
            for (Standing standing : Standing.values()) {
              tasks.numbers(deployment, standing).forEach(numbers::add);
            }
          }
          return numbers.stream()
              .<Task>map(number -> new LocalTask(parts, new TaskId(id, number)))
              .toList();
        });
  }

  @Override
  public void update(UnaryOperator<ServiceSpec.Builder> change) {
    for (int attempt = 1; ; attempt++) {
      ServiceSpec seen = view().spec();
      ServiceSpec spec = change.apply(seen.toBuilder()).build();
      try {
        parts.line().request(new UpdateService(id, seen, spec));
        return;
      } catch (ConflictException conflict) {
        boolean overtaken = !view().deleting() && !view().spec().equals(seen);
        if (!overtaken || attempt == UPDATE_ATTEMPTS) {
          throw conflict;
        }
      }
    }
  }

  @Override
  public void scale(int desiredCount) {
    update(change -> change.desiredCount(desiredCount));
  }

  @Override
  public void redeploy() {
    parts.line().request(new RedeployService(id));
  }

  @Override
  public void resetBackoff() {
    parts.line().request(new ResetBackoff(id));
  }

  @Override
  public ServiceView awaitSteady(Duration timeout) {
    return parts
        .line()
        .<Optional<ServiceView>>await(
            () -> {
              Optional<ServiceView> view = ServiceViews.view(parts.state(), id);
              return view.isEmpty() || view.get().steady() ? Optional.of(view) : Optional.empty();
            },
            timeout,
            () -> late(timeout))
        .orElseThrow(this::unknown);
  }

  private String late(Duration timeout) {
    ServiceView view = view();
    return "service '%s' was not steady within %s: %d of %d tasks healthy, %d running, %d pending, %d stopping%s"
        .formatted(
            id,
            timeout,
            view.healthyCount(),
            view.spec().desiredCount(),
            view.runningCount(),
            view.pendingCount(),
            view.stoppingCount(),
            view.message().isEmpty() ? "" : "; " + view.message());
  }

  @Override
  public Endpoint endpoint(String portName) {
    TaskDefinition definition =
        parts
            .line()
            .look(() ->
                parts
                    .state()
                    .service(id)
                    .map(ServiceState::spec)
                    .flatMap(spec -> parts.state().definition(spec.taskDefinition())))
            .orElseThrow(this::unknown);
    List<String> names = definition.ports().stream().map(PortMapping::name).toList();
    if (!names.contains(portName)) {
      throw new NotFoundException(
          "service '%s' has no port '%s', only %s".formatted(id, portName, names));
    }
    return new RoutedEndpoint(parts.routes(), id, portName);
  }

  @Override
  public void delete() {
    parts.line().request(new DeleteService(id));
  }

  @Override
  public void awaitDeleted(Duration timeout) {
    parts
        .line()
        .await(
            () -> parts.state().service(id).isPresent() ? Optional.empty() : Optional.of(true),
            timeout,
            () -> "service '%s' was not gone within %s".formatted(id, timeout));
  }

  private NotFoundException unknown() {
    return new NotFoundException(
        "no service '%s' in cluster '%s'".formatted(id.name(), id.cluster()));
  }
}
