package dev.berth.testkit;

import dev.berth.BerthException;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.model.ContainerExit;
import dev.berth.model.DependencyCondition;
import dev.berth.model.HealthCheck;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A random but repeatable sequence of what users and misfortune do to an engine. */
final class RandomScript {
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(40);

  private final Random random;
  private final Simulation simulation;
  private final List<BerthException> refusals = new ArrayList<>();
  private boolean calm;

  RandomScript(long seed, Simulation simulation) {
    this.random = new Random(seed);
    this.simulation = simulation;
    simulation.driver().script((task, container) -> behaviour(container.name()));
    simulation.driver().failCreates(this::createFailure);
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      try {
        step();
      } catch (BerthException refused) {
        // Much of what is random is refused; it is kept, so that a failing script can be read.
        refusals.add(refused);
      }
    }
  }

  private void step() {
    switch (random.nextInt(14)) {
      case 0 -> simulation.cluster().addNode(node(1 + random.nextInt(4)));
      case 1 -> simulation.cluster().removeNode("n" + (1 + random.nextInt(4)));
      case 2, 3 -> simulation.cluster().createService(spec(name()));
      case 4 -> service().scale(random.nextInt(7));
      case 5, 6 -> {
        TaskDefinition next = simulation.engine().register(definition());
        service().update(change -> change.taskDefinition(next));
      }
      case 7 -> service().delete();
      case 8 -> anyTask().ifPresent(Task::kill);
      case 9 -> anyRunning().ifPresent(task -> simulation.driver().kill(task, "app"));
      case 10 -> anyRunning().ifPresent(task -> simulation.driver().lose(task));
      case 11 -> simulation.driver().loseObservations(random.nextBoolean());
      case 12 -> simulation.restart();
      case 13 -> service().resetBackoff();
      default -> throw new AssertionError();
    }
    simulation.runFor(Duration.ofMillis(random.nextInt(20_000)));
  }

  /** Ends all misfortune, gives every service room, and lets time pass. */
  void calmDown() {
    calm = true;
    simulation.driver().loseObservations(false);
    for (int i = 1; i <= 4; i++) {
      simulation.cluster().addNode(node(i));
    }
    for (String service : simulation.cluster().services()) {
      // Rounding can leave a deployment no room at all, which is not what is looked for here.
      if (!simulation.cluster().service(service).view().deleting()) {
        simulation.cluster().service(service).update(change -> change.maximumPercent(200));
      }
    }
    simulation.runFor(LONG_ENOUGH);
  }

  void assertEveryServiceIsSteady() {
    for (String service : simulation.cluster().services()) {
      simulation.cluster().service(service).awaitSteady(Duration.ofMinutes(1));
    }
  }

  private Behaviour behaviour(String container) {
    Behaviour base = Behaviour.runs().startsAfter(Duration.ofMillis(random.nextInt(3_000)));
    if (container.equals("init")) {
      return base.exits(Duration.ofMillis(random.nextInt(2_000)), ContainerExit.code(0));
    }
    if (calm) {
      return base;
    }
    return switch (random.nextInt(10)) {
      case 0 -> base.neverStarts();
      case 1 -> base.failsToStart(Reason.COMMAND_NOT_FOUND, "no such command");
      case 2 -> base.exits(Duration.ofMillis(random.nextInt(60_000)), ContainerExit.code(1));
      case 3 -> base.failsHealthChecks();
      case 4 -> base.ignoresStop();
      case 5 -> base.healthyAfter(Duration.ofSeconds(random.nextInt(30)));
      default -> base;
    };
  }

  private Optional<DriverException> createFailure() {
    if (calm || random.nextInt(8) > 0) {
      return Optional.empty();
    }
    return Optional.of(
        random.nextBoolean()
            ? new DriverException(Reason.UNAVAILABLE, "the driver is away")
            : new DriverException(Reason.PORT_UNAVAILABLE, "no port is free"));
  }

  private NodeSpec node(int number) {
    return NodeSpec.of("n" + number, Resources.of(8 * 1024, 8 * 1024));
  }

  private String name() {
    return List.of("web", "api", "worker").get(random.nextInt(3));
  }

  private Service service() {
    return simulation.cluster().service(name());
  }

  private ServiceSpec spec(String name) {
    return ServiceSpec.of(name, simulation.engine().register(definition()))
        .desiredCount(random.nextInt(6))
        .minimumHealthyPercent(random.nextInt(101))
        .maximumPercent(150 + random.nextInt(51))
        .build();
  }

  private TaskDefinition definition() {
    int kind = random.nextInt(3);
    return TaskDefinition.builder("family-" + kind)
        .container(
            "app",
            app -> {
              app.command("run", "v" + random.nextInt(3)).memoryMiB(1024).cpuUnits(256);
              app.stopTimeout(Duration.ofSeconds(5)).startTimeout(Duration.ofSeconds(20));
              if (kind > 0) {
                app.port("http", 80)
                    .health(HealthCheck.tcp("http").interval(Duration.ofSeconds(3)));
              }
              return kind == 2 ? app.dependsOn("init", DependencyCondition.SUCCESS) : app;
            })
        .container(
            kind == 2 ? "init" : "sidecar",
            other -> other.command("help").essential(false).stopTimeout(Duration.ofSeconds(1)))
        .build();
  }

  private Optional<Task> anyTask() {
    List<Task> tasks = service().tasks();
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(tasks.get(random.nextInt(tasks.size())));
  }

  private Optional<TaskId> anyRunning() {
    List<TaskId> running = simulation.driver().running();
    return running.isEmpty()
        ? Optional.empty()
        : Optional.of(running.get(random.nextInt(running.size())));
  }
}
