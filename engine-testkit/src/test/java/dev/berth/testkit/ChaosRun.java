package dev.berth.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Task;
import dev.berth.engine.LocalEngineBuilder;
import dev.berth.model.ContainerExit;
import dev.berth.model.HealthCheck;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import java.util.Optional;
import java.util.Random;

/** A service whose driver, tasks and engine fail at random, and that has to come out of it. */
final class ChaosRun {
  private static final int DISTURBANCES = 25;

  /** So few that calls queue. */
  private static final int CALLS_PER_NODE = 2;

  private final World world = new World();
  private final Random random;
  private boolean calm;

  ChaosRun(long seed) {
    random = new Random(seed);
    world.driver().script((task, container) -> behaviour());
  }

  void run() {
    startEngine();
    world.engine().createCluster("test");
    for (int i = 1; i <= 3; i++) {
      addNode(i, 512L * (2 + random.nextInt(6)));
    }
    ServiceLaws.watch(world, new ServiceId("test", "web"));
    world
        .cluster()
        .createService(
            world
                .web(definition(0))
                .desiredCount(1 + random.nextInt(5))
                .minimumHealthyPercent(random.nextInt(101))
                .maximumPercent(100 + random.nextInt(101))
                .build());
    for (int i = 0; i < DISTURBANCES; i++) {
      world.time.runFor(ofMillis(random.nextInt(15_000)));
      disturb();
    }
    calmDown();
    verify();
  }

  private void startEngine() {
    LocalEngineBuilder builder = new LocalEngineBuilder();
    builder.driverCallsPerNode(CALLS_PER_NODE);
    world.start(
        builder, world.journal, new FaultyDriver(world.driver(), world.time, random, () -> !calm));
  }

  private void disturb() {
    switch (random.nextInt(7)) {
      case 0 -> world.web().scale(random.nextInt(6));
      case 1 -> {
        TaskDefinition next = world.engine().register(definition(random.nextInt(4)));
        world.web().update(change -> change.taskDefinition(next));
      }
      case 2 ->
          world.web().tasks().stream().skip(random.nextInt(3)).findFirst().ifPresent(Task::kill);
      case 3 -> anyRunning().ifPresent(task -> world.driver().kill(task, "app"));
      case 4 -> anyRunning().ifPresent(task -> world.driver().breakHealth(task, "app"));
      case 5 -> {
        world.crash();
        world.time.runFor(ofMillis(random.nextInt(3_000)));
        startEngine();
      }
      default -> {
        // Time alone.
      }
    }
  }

  private void calmDown() {
    calm = true;
    for (int i = 1; i <= 3; i++) {
      addNode(i, 8 * 1024L);
    }
    // Rounding can leave a deployment no room at all, which is not what is looked for here.
    world.web().update(change -> change.maximumPercent(200));
    world.time.runFor(ofMinutes(15));
  }

  private void verify() {
    world.web().awaitSteady(ofSeconds(1));
    assertThat(world.driver().tasks()).isEqualTo(world.known());
    assertThat(world.known()).hasSize(world.web().view().spec().desiredCount());
    world.web().scale(5);
    world.web().awaitSteady(ofMinutes(2));
    world.engine().close();
    assertThat(world.driver().tasks()).as("tasks left after close").isEmpty();
  }

  private Behaviour behaviour() {
    Behaviour base = Behaviour.runs().startsAfter(ofMillis(random.nextInt(2_000)));
    if (calm) {
      return base;
    }
    return switch (random.nextInt(8)) {
      case 0 -> base.failsHealthChecks();
      case 1 -> base.healthyAfter(ofSeconds(random.nextInt(10)));
      case 2 -> base.exits(ofSeconds(random.nextInt(40)), ContainerExit.code(1));
      case 3 -> base.ignoresStop();
      default -> base;
    };
  }

  private Optional<TaskId> anyRunning() {
    return world.driver().running().stream().findFirst();
  }

  private void addNode(int number, long memory) {
    world.cluster().addNode(NodeSpec.of("n" + number, Resources.of(8 * 1024, memory)));
  }

  private static TaskDefinition definition(int version) {
    return TaskDefinition.builder("web")
        .container(
            "app",
            app ->
                app.command("v" + version)
                    .memoryMiB(512)
                    .stopTimeout(ofSeconds(3))
                    .port("http", 80)
                    .health(HealthCheck.http("http", "/").interval(ofSeconds(1))))
        .build();
  }
}
