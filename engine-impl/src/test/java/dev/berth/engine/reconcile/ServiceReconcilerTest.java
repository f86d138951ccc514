package dev.berth.engine.reconcile;

import static dev.berth.engine.reconcile.World.SERVICE;
import static dev.berth.engine.reconcile.World.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.event.DeploymentBlocked;
import dev.berth.event.DeploymentCompleted;
import dev.berth.event.Event;
import dev.berth.event.LaunchThrottleReset;
import dev.berth.event.LaunchThrottled;
import dev.berth.event.ServiceDeleted;
import dev.berth.event.ServiceRemoved;
import dev.berth.event.ServiceUpdated;
import dev.berth.event.TaskDefinitionRegistered;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskStopped;
import dev.berth.event.TaskStopping;
import dev.berth.event.TaskUnplaced;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthStatus;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.view.PlacementExplanation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceReconcilerTest {
  @Test
  void asksForWhatIsMissing() {
    World world = world(spec().desiredCount(3));
    world.running(1);

    assertThat(numbers(world.reconcileService().events(), TaskRequested.class))
        .containsExactly(2L, 3L);
  }

  @Test
  void asksForABoundedNumberAtOnce() {
    World world = world(spec().desiredCount(25_000));

    assertThat(world.reconcileService().events()).hasSize(ServiceReconciler.MOST_AT_ONCE);
    for (int expected : new int[] {10_000, 10_000, 5_000, 0}) {
      assertThat(world.settleService()).hasSize(expected);
    }
  }

  @Test
  void scalesInWhatIsFurthestFromHealthyAndThenTheNewest() {
    World world = world(spec().desiredCount(6));
    for (int number = 1; number <= 3; number++) {
      healthy(world, number);
    }
    world.running(4);
    world.created(5);
    world.settleService();
    world.apply(new TaskUnplaced(task(6), new PlacementExplanation(0, List.of())));

    scale(world, 2);

    assertThat(numbers(world.reconcileService().events(), TaskStopping.class))
        .containsExactly(6L, 5L, 4L, 3L);
    assertThat(world.reconcileService().events())
        .allMatch(event ->
            event instanceof TaskStopping stopping
                && stopping.code() == StopCode.SERVICE_SCHEDULER_INITIATED
                && stopping.reason().equals("scaled in to 2"));
  }

  @Test
  void rollsByStartingFirstAndThenStoppingTheOldest() {
    World world = rolling(spec().desiredCount(2));

    assertThat(numbers(world.settleService(), TaskRequested.class)).containsExactly(3L, 4L);
    assertThat(world.settleService()).isEmpty();
    healthy(world, 3);
    assertThat(numbers(world.settleService(), TaskStopping.class)).containsExactly(1L);
    assertThat(world.settleService()).isEmpty();
    healthy(world, 4);
    assertThat(numbers(world.settleService(), TaskStopping.class)).containsExactly(2L);
  }

  @Test
  void stopsOlderTasksThatNeverRanAtOnce() {
    World world = world(spec().desiredCount(3));
    healthy(world, 1);
    world.created(2);
    world.settleService();
    world.apply(new TaskUnplaced(task(3), new PlacementExplanation(0, List.of())));

    update(world);

    List<Event> events = world.reconcileService().events();
    assertThat(numbers(events.subList(0, 2), TaskStopping.class)).containsExactly(3L, 2L);
    assertThat(numbers(events.subList(2, events.size()), TaskRequested.class))
        .containsExactly(4L, 5L, 6L);
  }

  @Test
  void stopsUnhealthyBeforeHealthyOnesOfOlderDeployments() {
    World world = world(spec().desiredCount(2).maximumPercent(100).minimumHealthyPercent(50));
    healthy(world, 1);
    healthy(world, 2);
    world.health(2, "app", HealthStatus.UNHEALTHY);
    update(world);

    assertThat(numbers(world.settleService(), TaskStopping.class)).containsExactly(2L);
  }

  @Test
  void saysOnceThatADeploymentCanNeitherStartNorStop() {
    World world = rolling(spec().desiredCount(3).maximumPercent(125));

    List<Event> events = world.settleService();

    assertThat(events)
        .containsExactly(
            new DeploymentBlocked(
                SERVICE,
                2,
                "unable to start or stop tasks during deployment 2: 3 tasks desired, at least 3"
                    + " must stay healthy (minimumHealthyPercent 100) and at most 3 may exist"
                    + " (maximumPercent 125): lower the one or raise the other"));
    assertThat(world.settleService()).isEmpty();
  }

  @Test
  void stopsOneUnhealthyTaskAheadWhereTheCeilingBlocks() {
    World world = world(spec().desiredCount(3).maximumPercent(100));
    for (int number = 1; number <= 3; number++) {
      healthy(world, number);
      world.health(number, "app", HealthStatus.UNHEALTHY);
    }

    assertThat(numbers(world.settleService(), TaskStopping.class)).containsExactly(1L);
    assertThat(numbers(world.settleService(), TaskRequested.class)).containsExactly(4L);
    assertThat(world.settleService()).isEmpty();
  }

  @Test
  void lengthensTheDelayOncePerRoundOfFailures() {
    World world = world(spec().desiredCount(2));
    world.settleService();
    fail(world, 1);
    fail(world, 2);

    assertThat(world.settleService())
        .containsExactly(
            new LaunchThrottled(SERVICE, 1, world.now.plusSeconds(1), "no such command"));
    Reconciliation waiting = world.reconcileService();
    assertThat(waiting.events()).isEmpty();
    assertThat(waiting.lookAgain()).isEqualTo(world.now.plusSeconds(1));

    world.pass(Duration.ofSeconds(1));
    assertThat(numbers(world.settleService(), TaskRequested.class)).containsExactly(3L, 4L);
    fail(world, 3);
    assertThat(world.settleService())
        .containsExactly(
            new LaunchThrottled(SERVICE, 2, world.now.plusSeconds(2), "no such command"));

    world.apply(new LaunchThrottleReset(SERVICE));
    assertThat(numbers(world.settleService(), TaskRequested.class)).containsExactly(5L);
  }

  @Test
  void completesADeploymentOnceAndOnlyWithoutOlderTasks() {
    World world = rolling(spec().desiredCount(1));
    world.settleService();
    healthy(world, 2);
    assertThat(numbers(world.settleService(), TaskStopping.class)).containsExactly(1L);
    assertThat(world.settleService()).isEmpty();

    world.apply(new TaskStopped(task(1), StopCode.SERVICE_SCHEDULER_INITIATED, ""));

    assertThat(world.settleService()).containsExactly(new DeploymentCompleted(SERVICE, 2));
    assertThat(world.settleService()).isEmpty();
  }

  @Test
  void aDeletedServiceStopsEverythingAndGoesWithItsLastTask() {
    World world = world(spec().desiredCount(2));
    healthy(world, 1);
    world.created(2);
    world.apply(new ServiceDeleted(SERVICE));

    assertThat(numbers(world.settleService(), TaskStopping.class))
        .containsExactlyInAnyOrder(1L, 2L);
    world.apply(new TaskStopped(task(1), StopCode.SERVICE_SCHEDULER_INITIATED, ""));
    assertThat(world.settleService()).isEmpty();
    world.apply(new TaskStopped(task(2), StopCode.SERVICE_SCHEDULER_INITIATED, ""));
    assertThat(world.settleService()).containsExactly(new ServiceRemoved(SERVICE));
  }

  @Test
  void whatItWantedIsNotWantedAgainOnceItHappened() {
    World world = world(spec().desiredCount(5));

    assertThat(world.settleService()).hasSize(5);
    assertThat(world.settleService()).isEmpty();
  }

  private static <E extends Event> List<Long> numbers(List<Event> events, Class<E> type) {
    assertThat(events).allMatch(type::isInstance);
    return events.stream()
        .map(event ->
            event instanceof TaskStopping stopping
                ? stopping.task().number()
                : ((TaskRequested) event).task().number())
        .toList();
  }

  private static ServiceSpec.Builder spec() {
    return ServiceSpec.of("web", new TaskDefinitionId("web", 1));
  }

  private static World world(ServiceSpec.Builder spec) {
    return new World(definition("v1"), spec.build());
  }

  private static TaskDefinition definition(String command) {
    return TaskDefinition.builder("web")
        .container("app", app -> app.command(command).health(HealthCheck.command("true")))
        .build();
  }

  /** A service whose tasks are all healthy and which shall have revision 2. */
  private static World rolling(ServiceSpec.Builder spec) {
    World world = world(spec);
    for (int number = 1; number <= spec.build().desiredCount(); number++) {
      healthy(world, number);
    }
    update(world);
    return world;
  }

  private static void update(World world) {
    TaskDefinition next = definition("v2").withRevision(2);
    world.apply(new TaskDefinitionRegistered(next));
    ServiceSpec spec = world.service().spec();
    world.apply(new ServiceUpdated(SERVICE, spec.toBuilder().taskDefinition(next).build()));
  }

  private static void scale(World world, int desired) {
    world.apply(
        new ServiceUpdated(
            SERVICE, world.service().spec().toBuilder().desiredCount(desired).build()));
  }

  private static void healthy(World world, int number) {
    world.running(number);
    world.health(number, "app", HealthStatus.HEALTHY);
  }

  private static void fail(World world, int number) {
    world.apply(new TaskStopping(task(number), StopCode.TASK_FAILED_TO_START, "no such command"));
    world.apply(new TaskStopped(task(number), StopCode.TASK_FAILED_TO_START, "no such command"));
  }
}
