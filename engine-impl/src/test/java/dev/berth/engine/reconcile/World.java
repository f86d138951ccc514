package dev.berth.engine.reconcile;

import dev.berth.engine.state.Changes;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.EventApplier;
import dev.berth.engine.state.ServiceState;
import dev.berth.engine.state.TaskNumbers;
import dev.berth.engine.state.TaskState;
import dev.berth.event.ClusterCreated;
import dev.berth.event.ContainerExited;
import dev.berth.event.ContainerHealthChanged;
import dev.berth.event.ContainerStarted;
import dev.berth.event.ContainerStarting;
import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import dev.berth.event.NodeAdded;
import dev.berth.event.ServiceCreated;
import dev.berth.event.TaskCreated;
import dev.berth.event.TaskDefinitionRegistered;
import dev.berth.event.TaskPlaced;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskSettled;
import dev.berth.event.TaskStarted;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.model.HealthStatus;
import dev.berth.model.NodeId;
import dev.berth.model.PortBinding;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.spi.TaskHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** A state that events brought about, and the reconcilers over it; only what is called happens. */
final class World {
  static final ServiceId SERVICE = new ServiceId("test", "web");
  private static final NodeId NODE = new NodeId("test", "n1");

  final EngineState state = new EngineState();
  private final EventApplier applier = new EventApplier(state, new Changes());
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** A cluster with a node and a service of revision 1 of {@code definition}. */
  World(TaskDefinition definition, ServiceSpec spec) {
    apply(new ClusterCreated("test"));
    apply(new NodeAdded(NODE, "simulated", Resources.of(1, 1), new TreeMap<>()));
    apply(new TaskDefinitionRegistered(definition.withRevision(1)));
    apply(new ServiceCreated(SERVICE, spec));
  }

  void apply(Event event) {
    applier.apply(new EventRecord(state.sequence() + 1, now, event));
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  static TaskId task(long number) {
    return new TaskId(SERVICE, number);
  }

  ServiceState service() {
    return state.service(SERVICE).orElseThrow();
  }

  TaskState state(long number) {
    return state.task(task(number)).orElseThrow();
  }

  /** A task of the service's present deployment that has been created. */
  void created(long number, PortBinding... ports) {
    TaskId id = task(number);
    apply(
        new TaskRequested(
            id, service().deployment().number(), service().deployment().definition()));
    apply(new TaskPlaced(id, NODE));
    apply(new TaskCreated(id, new TaskHandle(id.driverName()), List.of(ports)));
  }

  /** A task of the service's present deployment that is RUNNING. */
  void running(long number) {
    created(number);
    for (ContainerDefinition container : state(number).definition().containers()) {
      started(number, container.name());
    }
    apply(new TaskStarted(task(number)));
  }

  void started(long number, String container) {
    apply(new ContainerStarting(task(number), container));
    apply(new ContainerStarted(task(number), container));
  }

  void exited(long number, String container, int code) {
    apply(new ContainerExited(task(number), container, ContainerExit.code(code)));
  }

  void health(long number, String container, HealthStatus health) {
    apply(new ContainerHealthChanged(task(number), container, health, ""));
    for (Event event : reconcileTask(number).events()) {
      if (event instanceof TaskSettled) {
        apply(event);
      }
    }
  }

  Reconciliation reconcileTask(long number) {
    ServiceSpec spec = service().spec();
    return TaskReconciler.reconcile(
        state(number),
        new TaskReconciler.Terms(
            spec.healthyAfter(), spec.healthCheckGracePeriod(), spec.deregistrationDelay()),
        now);
  }

  Reconciliation reconcileService() {
    return ServiceReconciler.reconcile(
        service(), state.tasksOf(SERVICE), World::newestFirst, state.closing(), now);
  }

  private static List<TaskId> newestFirst(ServiceId service, TaskNumbers numbers, int count) {
    return StreamSupport.stream(numbers.descending().spliterator(), false)
        .limit(count)
        .map(number -> new TaskId(service, number))
        .toList();
  }

  /** Reconciles the service and lets what it wants happen. */
  List<Event> settleService() {
    List<Event> events = reconcileService().events();
    events.forEach(this::apply);
    return events;
  }
}
