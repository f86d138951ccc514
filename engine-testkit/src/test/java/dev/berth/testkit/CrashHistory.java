package dev.berth.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.NotFoundException;
import dev.berth.Task;
import dev.berth.model.ContainerExit;
import dev.berth.model.DependencyCondition;
import dev.berth.model.HealthCheck;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.TaskDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A scripted history of a minute: a service starts, grows, rolls, is disturbed and shrinks. It goes
 * on after a crash with the step that follows the one the crash cut off.
 */
final class CrashHistory {
  /** The power cut. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  private static final List<Consumer<World>> STEPS =
      List.of(
          world -> addNodes(world),
          world ->
              world
                  .cluster()
                  .createService(
                      world
                          .web(definition("v1"))
                          .desiredCount(3)
                          .minimumHealthyPercent(50)
                          .deregistrationDelay(ofSeconds(1))
                          .build()),
          pass(ofSeconds(8)),
          world -> world.web().scale(5),
          pass(ofSeconds(8)),
          world -> {
            TaskDefinition next = world.engine().register(definition("v2"));
            world.web().update(change -> change.taskDefinition(next));
          },
          pass(ofMillis(700)),
          world ->
              world.driver().running().stream()
                  .findFirst()
                  .ifPresent(task -> world.driver().breakHealth(task, "app")),
          pass(ofSeconds(9)),
          world -> world.web().tasks().stream().findFirst().ifPresent(Task::kill),
          pass(ofSeconds(3)),
          world ->
              world.driver().running().stream()
                  .findFirst()
                  .ifPresent(task -> world.driver().kill(task, "app")),
          pass(ofSeconds(6)),
          world -> world.web().scale(2),
          pass(ofSeconds(8)));

  static final int LENGTH = STEPS.size();

  private final World world;
  private final Map<String, Integer> creations = new TreeMap<>();
  private int startsBefore;

  CrashHistory(World world) {
    this.world = world;
    world
        .driver()
        .script((task, container) -> {
          creations.merge(task + "." + container.name(), 1, Integer::sum);
          Behaviour behaviour = Behaviour.runs().startsAfter(ofMillis(300));
          return container.name().equals("init")
              ? behaviour.exits(ofMillis(200), ContainerExit.code(0))
              : behaviour;
        });
  }

  /**
   * Lets the first {@code steps} steps happen.
   *
   * @param afterCrash starts the next engine
   * @return whether a crash came
   */
  boolean run(int steps, Runnable afterCrash) {
    boolean crashed = false;
    for (Consumer<World> step : STEPS.subList(0, steps)) {
      try {
        step.accept(world);
      } catch (Crash crash) {
        crashed = true;
        world.crash();
        afterCrash.run();
      } catch (NotFoundException cutOff) {
        assertThat(crashed).as("only a crash prevents a step: %s", cutOff.getMessage()).isTrue();
      }
    }
    return crashed;
  }

  /** Stops holding what was created so far against the next engine, which cannot know of it. */
  void forget() {
    creations.clear();
    startsBefore = world.driver().totalStarts();
  }

  /** Requires what has to be so however the history went. */
  void verify() {
    boolean created = isCreated();
    if (created) {
      addNodes(world);
      world.web().awaitSteady(ofMinutes(3));
    }
    world.time.runFor(ofMinutes(1));
    if (created) {
      world.web().awaitSteady(ofSeconds(1));
    }
    assertThat(world.driver().tasks()).isEqualTo(world.known());
    assertThat(creations)
        .as("how often each was created")
        .allSatisfy((container, times) -> assertThat(times).isEqualTo(1));
    assertThat(world.driver().totalStarts() - startsBefore).isLessThanOrEqualTo(creations.size());
    world.engine().close();
    assertThat(world.driver().tasks()).as("tasks left after close").isEmpty();
  }

  private boolean isCreated() {
    return world.engine().clusters().contains("test") && world.cluster().services().contains("web");
  }

  private static void addNodes(World world) {
    if (!world.engine().clusters().contains("test")) {
      world.engine().createCluster("test");
    }
    for (int i = 1; i <= 3; i++) {
      world.cluster().addNode(NodeSpec.of("n" + i, Resources.of(4 * 1024, 4 * 1024)));
    }
  }

  private static Consumer<World> pass(Duration time) {
    return world -> world.time.runFor(time);
  }

  private static TaskDefinition definition(String version) {
    return TaskDefinition.builder("web")
        .container(
            "app",
            app ->
                app.command(version)
                    .memoryMiB(256)
                    .port("http", 80)
                    .dependsOn("init", DependencyCondition.SUCCESS)
                    .health(HealthCheck.http("http", "/").interval(ofSeconds(1))))
        .container("init", init -> init.command("prepare").essential(false))
        .build();
  }
}
