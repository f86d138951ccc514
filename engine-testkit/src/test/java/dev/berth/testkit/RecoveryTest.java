package dev.berth.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Service;
import dev.berth.engine.state.ServiceTasks.Standing;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What an engine makes of what it finds when it starts again. */
class RecoveryTest {
  private static final Duration DOWN = ofMinutes(10);

  private final World world = new World();

  @Test
  void countsNoTaskAsHealthyThatDiedWhileNobodyLooked() {
    world.start();
    world.nodes(4).createService(world.web(Definitions.plain("web")).build());
    world.web().awaitSteady(ofMinutes(1));
    TaskDefinition next =
        world
            .engine()
            .register(
                TaskDefinition.builder("web")
                    .container("app", app -> app.command("v2").port("http", 80))
                    .build());
    world.web().update(change -> change.taskDefinition(next));
    world.time.runFor(ofSeconds(10));
    ServiceId web = world.web().id();
    TaskId successor = new TaskId(web, 2);
    assertThat(world.driver().running()).hasSize(2).contains(successor);

    world.crash();
    world.driver().kill(successor, "app");
    world.time.runFor(DOWN);
    world.start();

    // The successor's healthyAfter had passed by then, had it lived.
    List<Integer> healthy = new ArrayList<>();
    world.time.afterEachStep(
        () -> healthy.add(world.time.state().tasksOf(web).count(Standing.HEALTHY)));
    world.time.runFor(ofMinutes(2));
    assertThat(healthy).isNotEmpty().allMatch(count -> count >= 1);
  }

  @Test
  void keepsTasksWhoseStartSucceededWhileNobodyLooked() {
    world.driver().script((task, container) -> Behaviour.runs().startsAfter(ofSeconds(10)));
    world.start();
    world.nodes(4).createService(world.web(Definitions.plain("web")).desiredCount(3).build());
    world.time.runFor(ofSeconds(5));

    // By now their startTimeout is over.
    world.crash();
    world.time.runFor(DOWN);
    List<TaskId> before = world.driver().running();
    assertThat(before).hasSize(3);
    world.start(
        new ForwardingDriver(world.driver()) {
          @Override
          public CompletionStage<TaskReport> start(TaskHandle task, String container) {
            CompletableFuture<TaskReport> late = new CompletableFuture<>();
            return super.start(task, container)
                .thenCompose(report -> {
                  world.time.schedule(ofMillis(10), () -> late.complete(report));
                  return late;
                });
          }
        });

    world.web().awaitSteady(ofMinutes(2));
    assertThat(world.driver().running()).isEqualTo(before);
  }

  @Test
  void doesNotMistakeAnAbsentDriverForLostTasks() {
    SimulatedDriver other = new SimulatedDriver("other", world.time);
    world.start(world.driver(), other);
    world
        .nodes(1)
        .addNode(NodeSpec.of("n2", Resources.of(4 * 1024, 8 * 1024)).driver(other.name()));
    world.cluster().createService(world.web(Definitions.plain("web")).desiredCount(2).build());
    world.web().awaitSteady(ofMinutes(2));
    assertThat(other.running()).hasSize(1);

    world.engine().detach();
    world.start(world.driver());
    world.time.runFor(ofMinutes(2));

    assertThat(world.web().stoppedTasks()).isEmpty();
    assertThat(world.driver().running()).hasSize(1);
    assertThat(other.running()).hasSize(1);
  }

  @Test
  void startsAlthoughATaskVanishesBetweenTheListingAndItsRecovery() {
    world.start();
    world.nodes(2).createService(world.web(Definitions.plain("web")).build());
    Service web = world.web();
    web.awaitSteady(ofMinutes(1));
    TaskId lost = web.tasks().getFirst().id();

    world.engine().detach();
    world.start(
        new ForwardingDriver(world.driver()) {
          @Override
          public CompletionStage<TaskReport> recover(TaskHandle task) {
            world.driver().lose(lost);
            return super.recover(task);
          }
        });

    world.web().awaitSteady(ofMinutes(1));
    assertThat(world.driver().running()).hasSize(1).doesNotContain(lost);
  }
}
