package dev.berth.engine.reconcile;

import dev.berth.engine.state.LaunchBackoff;
import dev.berth.engine.state.ScaleInOrder;
import dev.berth.engine.state.ServiceState;
import dev.berth.engine.state.ServiceTasks;
import dev.berth.engine.state.ServiceTasks.Standing;
import dev.berth.engine.state.TaskNumbers;
import dev.berth.event.DeploymentBlocked;
import dev.berth.event.DeploymentCompleted;
import dev.berth.event.LaunchThrottled;
import dev.berth.event.ServiceRemoved;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskStopping;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.TaskId;
import dev.berth.view.DeploymentView.RolloutState;
import java.time.Instant;
import java.util.List;

/**
 * Brings one service closer to what it shall be: asks for tasks and lets tasks stop, within the
 * service's healthy floor and running ceiling. A function of the service, its tasks and the time.
 *
 * <p>Tasks of the current deployment are started first; older and unhealthy ones stop as far as
 * they are replaced. Only where the ceiling leaves no room to start, or no node can take a task,
 * are they stopped first, and then no further than the healthy floor allows.
 */
public final class ServiceReconciler {
  /** How many tasks are asked for, and how many are stopped, in one reconcile. */
  static final int MOST_AT_ONCE = 10_000;

  private final ServiceState service;
  private final ServiceTasks tasks;
  private final ScaleInOrder scaleInOrder;
  private final Instant now;
  private final Reconciliation result = new Reconciliation();
  private final Counts counts;

  private ServiceReconciler(
      ServiceState service, ServiceTasks tasks, ScaleInOrder scaleInOrder, Instant now) {
    this.service = service;
    this.tasks = tasks;
    this.scaleInOrder = scaleInOrder;
    this.now = now;
    this.counts = new Counts(service.deployment().number(), tasks);
  }

  /**
   * The events that bring {@code service} closer.
   *
   * @param scaleInOrder which healthy tasks go first when there are more than desired
   * @param closing whether the engine closes, so that no task is wanted
   */
  public static Reconciliation reconcile(
      ServiceState service,
      ServiceTasks tasks,
      ScaleInOrder scaleInOrder,
      boolean closing,
      Instant now) {
    ServiceReconciler reconciler = new ServiceReconciler(service, tasks, scaleInOrder, now);
    if (closing || service.deleting()) {
      reconciler.stopEverything(closing);
    } else {
      reconciler.throttleAfterFailure();
      reconciler.replace();
      reconciler.completeDeployment();
    }
    return reconciler.result;
  }

  private void stopEverything(boolean closing) {
    StopCode code = closing ? StopCode.USER_INITIATED : StopCode.SERVICE_SCHEDULER_INITIATED;
    Stops stops = new Stops(code, closing ? "the engine is closing" : "the service was deleted");
    for (long deployment : tasks.deployments()) {
      for (Standing standing : Standing.values()) {
        if (standing != Standing.STOPPING) {
          stops.stop(deployment, standing, Integer.MAX_VALUE, false);
        }
      }
    }
    if (service.deleting() && tasks.size() == 0) {
      result.add(new ServiceRemoved(service.id()));
    }
  }

  private void throttleAfterFailure() {
    LaunchBackoff backoff = service.backoff();
    if (backoff.unanswered() != null) {
      int rounds = backoff.rounds() + 1;
      Instant until = now.plus(LaunchBackoff.delayAfter(rounds));
      result.add(new LaunchThrottled(service.id(), rounds, until, backoff.unanswered()));
    }
  }

  private void replace() {
    ServiceSpec spec = service.spec();
    int missing = Math.max(0, spec.desiredCount() - counts.good());
    int room = Math.max(0, spec.runningCeiling() - counts.wanted());
    int start = Math.min(missing, room);
    boolean ceilingBlocks = missing > room;
    int stopped = stopUnhealthy(ceilingBlocks);
    // What does not become healthy must not cost what is: it makes room for itself.
    boolean roomFromOlder = ceilingBlocks && counts.unhealthy() == 0;
    stopped += stopOlder(roomFromOlder ? missing - room : 0);
    stopped += scaleIn();
    request(start);
    boolean nothingMoves = start == 0 && stopped == 0 && counts.settled();
    if (ceilingBlocks && nothingMoves) {
      reportBlocked();
    }
  }

  /** Asks for {@code start} tasks, as far as failed starts do not delay it. */
  private void request(int start) {
    LaunchBackoff backoff = service.backoff();
    if (start == 0) {
      return;
    }
    if (!backoff.open(now)) {
      if (backoff.until() != null && now.isBefore(backoff.until())) {
        result.lookAgainAt(backoff.until());
      }
      return;
    }
    int count = Math.min(start, MOST_AT_ONCE);
    for (int i = 0; i < count; i++) {
      result.add(
          new TaskRequested(
              new TaskId(service.id(), service.nextTask() + i),
              service.deployment().number(),
              service.deployment().definition()));
    }
  }

  /**
   * Stops tasks of older deployments: those that never ran at once, the others as they are
   * replaced, and ahead of that only to make room.
   *
   * @param blocked how many tasks the ceiling keeps from starting
   */
  private int stopOlder(int blocked) {
    ServiceSpec spec = service.spec();
    String reason = "replaced by deployment " + service.deployment().number();
    Stops stops = new Stops(StopCode.SERVICE_SCHEDULER_INITIATED, reason);
    stops.stopOlder(Standing.UNPLACED, Integer.MAX_VALUE);
    stops.stopOlder(Standing.PENDING, Integer.MAX_VALUE);
    int replaced = counts.healthy() + counts.olderRunning() - spec.desiredCount();
    int forRoom = Math.max(blocked, counts.unplaced()) - counts.stopping() - stops.count();
    int wantedStops = Math.max(replaced, forRoom);
    int spare = Math.max(0, counts.allHealthy() - spec.healthyFloor());
    int before = stops.count();
    stops.stopOlder(Standing.UNHEALTHY, wantedStops);
    stops.stopOlder(Standing.WAITING, wantedStops - (stops.count() - before));
    stops.stopOlder(Standing.HEALTHY, Math.min(spare, wantedStops - (stops.count() - before)));
    return stops.count();
  }

  /** Stops unhealthy tasks that are replaced; one ahead of that where the ceiling blocks. */
  private int stopUnhealthy(boolean ceilingBlocks) {
    int replaced = counts.healthy() + counts.unhealthy() - service.spec().desiredCount();
    int oneAhead = ceilingBlocks && counts.stopping() == 0 && counts.unhealthy() > 0 ? 1 : 0;
    Stops stops = new Stops(StopCode.SERVICE_SCHEDULER_INITIATED, "its health checks failed");
    stops.stop(
        service.deployment().number(), Standing.UNHEALTHY, Math.max(replaced, oneAhead), false);
    return stops.count();
  }

  /**
   * Stops what is more than desired: first what is furthest from healthy, newest first; then
   * healthy ones, those first that placement would choose last.
   */
  private int scaleIn() {
    int surplus = counts.good() - service.spec().desiredCount();
    long current = service.deployment().number();
    Stops stops =
        new Stops(
            StopCode.SERVICE_SCHEDULER_INITIATED, "scaled in to " + service.spec().desiredCount());
    for (Standing standing :
        new Standing[] {Standing.UNPLACED, Standing.PENDING, Standing.WAITING}) {
      stops.stop(current, standing, surplus - stops.count(), true);
    }
    int spare = Math.max(0, counts.allHealthy() - service.spec().healthyFloor());
    int healthy = Math.min(Math.min(spare, surplus - stops.count()), MOST_AT_ONCE - stops.count());
    if (healthy > 0) {
      stops.stop(
          scaleInOrder.firstToStop(
              service.id(), tasks.numbers(current, Standing.HEALTHY), healthy));
    }
    return stops.count();
  }

  private void reportBlocked() {
    ServiceSpec spec = service.spec();
    String reason =
        ("unable to start or stop tasks during deployment %d: %d tasks desired, at least %d must"
                + " stay healthy (minimumHealthyPercent %d) and at most %d may exist"
                + " (maximumPercent %d): lower the one or raise the other")
            .formatted(
                service.deployment().number(),
                spec.desiredCount(),
                spec.healthyFloor(),
                spec.minimumHealthyPercent(),
                spec.runningCeiling(),
                spec.maximumPercent());
    if (!service.deployment().reason().equals(reason)) {
      result.add(new DeploymentBlocked(service.id(), service.deployment().number(), reason));
    }
  }

  private void completeDeployment() {
    boolean reached =
        result.events().isEmpty()
            && counts.healthy() == service.spec().desiredCount()
            && counts.good() == counts.healthy()
            && counts.unhealthy() == 0
            && tasks.deployments().headSet(service.deployment().number()).isEmpty();
    if (reached && service.deployment().rolloutState() == RolloutState.IN_PROGRESS) {
      result.add(new DeploymentCompleted(service.id(), service.deployment().number()));
    }
  }

  /** The numbers that decide; "current" and "older" are meant of deployments. */
  private record Counts(
      int good,
      int healthy,
      int unhealthy,
      int unplaced,
      int wanted,
      int stopping,
      int olderRunning,
      int allHealthy,
      boolean settled) {
    Counts(long current, ServiceTasks tasks) {
      this(
          tasks.count(current, Standing.UNPLACED)
              + tasks.count(current, Standing.PENDING)
              + tasks.count(current, Standing.WAITING)
              + tasks.count(current, Standing.HEALTHY),
          tasks.count(current, Standing.HEALTHY),
          tasks.count(current, Standing.UNHEALTHY),
          tasks.count(current, Standing.UNPLACED),
          tasks.size() - tasks.count(Standing.STOPPING),
          tasks.count(Standing.STOPPING),
          tasks.countOthers(current, Standing.UNHEALTHY)
              + tasks.countOthers(current, Standing.WAITING)
              + tasks.countOthers(current, Standing.HEALTHY),
          tasks.count(Standing.HEALTHY),
          tasks.count(Standing.STOPPING) == 0
              && tasks.count(Standing.PENDING) == 0
              && tasks.count(Standing.WAITING) == 0);
    }
  }

  /** Adds stops of one kind to the result and counts them. */
  private final class Stops {
    private final StopCode code;
    private final String reason;
    private int count;

    Stops(StopCode code, String reason) {
      this.code = code;
      this.reason = reason;
    }

    int count() {
      return count;
    }

    void stopOlder(Standing standing, int most) {
      int left = most;
      for (long deployment : tasks.deployments().headSet(service.deployment().number())) {
        int before = count;
        stop(deployment, standing, left, false);
        left -= count - before;
      }
    }

    void stop(List<TaskId> these) {
      for (TaskId task : these) {
        result.add(new TaskStopping(task, code, reason));
        count++;
      }
    }

    void stop(long deployment, Standing standing, int most, boolean newestFirst) {
      TaskNumbers numbers = tasks.numbers(deployment, standing);
      int left = most;
      for (long number : newestFirst ? numbers.descending() : numbers) {
        if (left-- <= 0 || count == MOST_AT_ONCE) {
          return;
        }
        result.add(new TaskStopping(new TaskId(service.id(), number), code, reason));
        count++;
      }
    }
  }
}
