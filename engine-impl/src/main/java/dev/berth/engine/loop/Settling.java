package dev.berth.engine.loop;

import dev.berth.engine.reconcile.NodeReconciler;
import dev.berth.engine.reconcile.Reconciliation;
import dev.berth.engine.reconcile.ServiceReconciler;
import dev.berth.engine.reconcile.TaskReconciler;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.ServiceState;
import dev.berth.engine.state.TaskState;
import dev.berth.engine.time.Wake;
import dev.berth.model.NodeId;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reconciles and places what changed until nothing changes any more. */
final class Settling {
  /**
   * A step that has made so many events is cut off, and the next one goes on with what is marked:
   * neither the journal's batch nor a subscriber's buffer shall depend on how much was asked for.
   */
  private static final int MOST_EVENTS = 10_000;

  private final EngineLoop.Core core;
  private final Duration nodeLossTolerance;

  Settling(EngineLoop.Core core, Duration nodeLossTolerance) {
    this.core = core;
    this.nodeLossTolerance = nodeLossTolerance;
  }

  /**
   * Tasks come first, then nodes, then who finds a node, then what all that means to services: who
   * waits is placed before more is asked for.
   */
  void settle(Instant now) {
    while (roomLeft()
        && (settleTask(now) || settleNode(now) || settleCapacity(now) || settleService(now))) {}
  }

  /**
   * Goes on with what has begun and begins nothing. While more is reported than a step can take,
   * tasks that are made meanwhile would only wait, and what they hold with them.
   */
  void settleBegun(Instant now) {
    while (roomLeft() && (settleTask(now) || settleNode(now))) {}
  }

  private boolean settleTask(Instant now) {
    Optional<TaskId> task = core.changes().nextTask();
    task.ifPresent(id ->
        core.state()
            .task(id)
            .ifPresentOrElse(
                state -> reconcile(state, now), () -> core.timers().cancel(new Wake.OfTask(id))));
    return task.isPresent();
  }

  private boolean settleNode(Instant now) {
    Optional<NodeId> node = core.changes().nextNode();
    node.flatMap(core.state()::node).ifPresent(state -> reconcile(state, now));
    return node.isPresent();
  }

  private boolean settleService(Instant now) {
    Optional<ServiceId> service = core.changes().nextService();
    service.flatMap(core.state()::service).ifPresent(state -> reconcile(state, now));
    return service.isPresent();
  }

  private boolean settleCapacity(Instant now) {
    Optional<String> cluster = core.changes().nextCapacity();
    cluster.ifPresent(
        name -> core.placement().place(name, event -> core.ledger().record(event, now)));
    return cluster.isPresent();
  }

  private boolean roomLeft() {
    return core.ledger().pending() < MOST_EVENTS;
  }

  private void reconcile(TaskState task, Instant now) {
    TaskReconciler.Terms terms =
        core.state()
            .service(task.id().service())
            .map(service -> terms(service.spec()))
            .orElseThrow();
    record(TaskReconciler.reconcile(task, terms, now), new Wake.OfTask(task.id()), now);
  }

  private TaskReconciler.Terms terms(ServiceSpec spec) {
    return new TaskReconciler.Terms(
        spec.healthyAfter(),
        spec.healthCheckGracePeriod(),
        core.state().closing() ? Duration.ZERO : spec.deregistrationDelay());
  }

  private void reconcile(NodeState node, Instant now) {
    // Only a lost node's tasks are looked at, and only for as long as it has some.
    List<TaskState> tasks = node.reachable() ? List.of() : core.state().tasksOn(node.id());
    record(
        NodeReconciler.reconcile(node, tasks, nodeLossTolerance, now),
        new Wake.OfNode(node.id()),
        now);
  }

  private void reconcile(ServiceState service, Instant now) {
    record(
        ServiceReconciler.reconcile(
            service,
            core.state().tasksOf(service.id()),
            core.placement(),
            core.state().closing(),
            now),
        new Wake.OfService(service.id()),
        now);
  }

  private void record(Reconciliation result, Wake wake, Instant now) {
    core.ledger().record(result.events(), now);
    if (result.lookAgain() == null) {
      core.timers().cancel(wake);
    } else {
      core.timers().set(wake, result.lookAgain());
    }
  }
}
