package dev.berth.engine.reconcile;

import static dev.berth.engine.reconcile.World.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.event.ContainerStarting;
import dev.berth.event.ContainerStopping;
import dev.berth.event.TaskDeprovisioning;
import dev.berth.event.TaskSettled;
import dev.berth.event.TaskStarted;
import dev.berth.event.TaskStopped;
import dev.berth.event.TaskStopping;
import dev.berth.model.DependencyCondition;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthStatus;
import dev.berth.model.PortBinding;
import dev.berth.model.Protocol;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskReconcilerTest {
  private static final PortBinding HTTP =
      new PortBinding("app", "http", "127.0.0.1", 30000, Protocol.TCP);

  @Test
  void startsAllContainersThatWaitForNothingAtOnce() {
    World world = world(2);
    world.created(1);

    assertThat(world.reconcileTask(1).events())
        .containsExactly(
            new ContainerStarting(task(1), "c0"), new ContainerStarting(task(1), "c1"));
  }

  @Test
  void startsADependentOnceItsDependencyRuns() {
    World world = world(two(DependencyCondition.START));
    world.created(1);
    assertThat(world.reconcileTask(1).events())
        .containsExactly(new ContainerStarting(task(1), "db"));

    world.started(1, "db");

    assertThat(world.reconcileTask(1).events())
        .containsExactly(new ContainerStarting(task(1), "app"));
  }

  @Test
  void asksToLookAgainWhenAStartHasHadItsTime() {
    World world = world(two(DependencyCondition.START));
    world.created(1);
    world.apply(new ContainerStarting(task(1), "db"));

    Reconciliation waiting = world.reconcileTask(1);
    assertThat(waiting.events()).isEmpty();
    assertThat(waiting.lookAgain()).isEqualTo(world.now.plus(Duration.ofMinutes(3)));

    world.pass(Duration.ofMinutes(3));
    assertThat(world.reconcileTask(1).events())
        .containsExactly(
            new TaskStopping(
                task(1),
                StopCode.TASK_FAILED_TO_START,
                "container 'db' was not running within its startTimeout of PT3M"));
  }

  @Test
  void isRunningOnceEveryContainerHasBeenStarted() {
    World world = world(two(DependencyCondition.START));
    world.created(1);
    world.started(1, "db");
    world.started(1, "app");

    assertThat(world.reconcileTask(1).events()).containsExactly(new TaskStarted(task(1)));
  }

  @Test
  void settlesAfterTheServicesTime() {
    World world = world(two(DependencyCondition.START));
    world.running(1);

    Reconciliation waiting = world.reconcileTask(1);
    assertThat(waiting.events()).isEmpty();
    assertThat(waiting.lookAgain()).isEqualTo(world.now.plus(Duration.ofSeconds(40)));

    world.pass(Duration.ofSeconds(40));
    assertThat(world.reconcileTask(1).events()).containsExactly(new TaskSettled(task(1)));
  }

  @Test
  void stopsDependentsFirstAndTheOthersOnceTheyHaveEnded() {
    World world = world(two(DependencyCondition.START));
    world.running(1);
    stop(world);

    assertThat(world.reconcileTask(1).events())
        .containsExactly(new ContainerStopping(task(1), "app"));
    world.apply(new ContainerStopping(task(1), "app"));
    assertThat(world.reconcileTask(1).events()).isEmpty();
    world.exited(1, "app", 0);
    assertThat(world.reconcileTask(1).events())
        .containsExactly(new ContainerStopping(task(1), "db"));
    world.apply(new ContainerStopping(task(1), "db"));
    world.exited(1, "db", 0);
    assertThat(world.reconcileTask(1).events()).containsExactly(new TaskDeprovisioning(task(1)));
  }

  @Test
  void aStopWithoutContainersThatRunGoesStraightToRemoval() {
    World world = world(two(DependencyCondition.START));
    world.created(1);
    stop(world);

    assertThat(world.reconcileTask(1).events()).containsExactly(new TaskDeprovisioning(task(1)));
  }

  @Test
  void aStopOfATaskWithoutNodeIsDoneAtOnce() {
    World world = world(two(DependencyCondition.START));
    world.settleService();
    stop(world);

    assertThat(world.reconcileTask(1).events())
        .containsExactly(new TaskStopped(task(1), StopCode.USER_INITIATED, "enough"));
  }

  @Test
  void drainsOnlyWhereClientsMayCome() {
    World withPorts = world(two(DependencyCondition.START));
    withPorts.created(1, HTTP);
    withPorts.started(1, "db");
    withPorts.started(1, "app");
    withPorts.apply(new TaskStarted(task(1)));
    stop(withPorts);
    assertThat(withPorts.reconcileTask(1).events()).isEmpty();
    assertThat(withPorts.reconcileTask(1).lookAgain())
        .isEqualTo(withPorts.now.plus(Duration.ofSeconds(5)));
    withPorts.pass(Duration.ofSeconds(5));
    assertThat(withPorts.reconcileTask(1).events())
        .containsExactly(new ContainerStopping(task(1), "app"));

    World withoutPorts = world(two(DependencyCondition.START));
    withoutPorts.running(1);
    stop(withoutPorts);
    assertThat(withoutPorts.reconcileTask(1).events()).hasSize(1);
  }

  @Test
  void drainsNoUnhealthyTask() {
    World world = world(two(DependencyCondition.HEALTHY));
    world.created(1, HTTP);
    world.started(1, "db");
    world.health(1, "db", HealthStatus.HEALTHY);
    world.started(1, "app");
    world.apply(new TaskStarted(task(1)));
    world.health(1, "db", HealthStatus.UNHEALTHY);
    stop(world);

    assertThat(world.reconcileTask(1).events())
        .containsExactly(new ContainerStopping(task(1), "app"));
  }

  @Test
  void aDependencyThatHasBeenHealthyIsLookedAtDuringStartUpOnly() {
    World world = world(two(DependencyCondition.HEALTHY));
    world.created(1);
    world.started(1, "db");
    world.health(1, "db", HealthStatus.HEALTHY);
    world.started(1, "app");
    world.health(1, "db", HealthStatus.UNHEALTHY);

    assertThat(world.reconcileTask(1).events()).containsExactly(new TaskStarted(task(1)));
  }

  private static void stop(World world) {
    world.apply(new TaskStopping(task(1), StopCode.USER_INITIATED, "enough"));
  }

  private static World world(TaskDefinition definition) {
    return new World(definition, ServiceSpec.of("web", new TaskDefinitionId("web", 1)).build());
  }

  private static World world(int containers) {
    TaskDefinition.Builder builder = TaskDefinition.builder("web");
    for (int i = 0; i < containers; i++) {
      builder.container("c" + i, container -> container.command("x"));
    }
    return world(builder.build());
  }

  /** {@code app} waits for {@code db}. */
  private static TaskDefinition two(DependencyCondition condition) {
    return TaskDefinition.builder("web")
        .container("app", app -> app.command("x").dependsOn("db", condition))
        .container(
            "db",
            db ->
                condition == DependencyCondition.HEALTHY
                    ? db.command("x").health(HealthCheck.command("true"))
                    : db.command("x"))
        .build();
  }
}
