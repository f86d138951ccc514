package dev.berth.testkit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Service;
import dev.berth.engine.LocalEngineBuilder;
import dev.berth.model.StopCode;
import dev.berth.model.TaskId;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import dev.berth.view.TaskView;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Calls of drivers that hang or cannot be made. */
class DispatchTest {
  private final World world = new World();

  @Test
  void aDriverThatHangsIsNotGivenEverMoreCalls() {
    int callsPerNode = 4;
    AtomicInteger open = new AtomicInteger();
    LocalEngineBuilder builder = new LocalEngineBuilder();
    builder.driverCallsPerNode(callsPerNode);
    world.start(
        builder,
        world.journal,
        new ForwardingDriver(world.driver()) {
          @Override
          public CompletionStage<TaskReport> create(TaskLaunch launch) {
            open.incrementAndGet();
            return new CompletableFuture<>();
          }
        });
    world.nodes(1).createService(world.web(Definitions.plain("web")).desiredCount(10).build());

    world.time.runFor(ofHours(1));

    assertThat(open).hasValueBetween(callsPerNode, 2 * callsPerNode);
  }

  @Test
  void destroyingIsNeverGivenUpHoweverManyAnswersAreLost() {
    AtomicInteger lost = new AtomicInteger();
    LocalEngineBuilder builder = new LocalEngineBuilder();
    builder.driverCallsPerNode(2);
    world.start(
        builder,
        world.journal,
        new ForwardingDriver(world.driver()) {
          @Override
          public CompletionStage<Void> destroy(TaskHandle task) {
            CompletionStage<Void> answer = super.destroy(task);
            return lost.incrementAndGet() <= 4 ? new CompletableFuture<>() : answer;
          }
        });
    world.nodes(1).createService(world.web(Definitions.plain("web")).desiredCount(6).build());
    world.web().awaitSteady(ofMinutes(5));

    world.web().scale(0);

    world.web().awaitSteady(ofMinutes(30));
    assertThat(world.driver().tasks()).isEmpty();
  }

  @Test
  void aTaskThatCannotBeCreatedInTimeGivesItsServiceAnotherChance() {
    AtomicBoolean away = new AtomicBoolean(true);
    world.start(unavailable(launch -> away.get() && launch.task().number() == 1));
    world.nodes(2).createService(world.web(Definitions.plain("web")).build());
    TaskId first = world.web().tasks().getFirst().id();

    world.time.runFor(ofMinutes(5));

    assertThat(world.web().view().healthyCount()).isEqualTo(1);
    assertThat(world.driver().running()).hasSize(1).doesNotContain(first);

    // Whether the driver made the first one is not known before the driver answers.
    away.set(false);
    world.web().awaitSteady(ofMinutes(1));
    TaskView given = world.web().stoppedTasks().getFirst();
    assertThat(given.id()).isEqualTo(first);
    assertThat(given.stopCode()).contains(StopCode.TASK_FAILED_TO_START);
    assertThat(given.reason()).isEqualTo("it was not created on node 'n1' within PT3M");
    assertThat(world.driver().tasks()).hasSize(1).doesNotContain(first);
  }

  @Test
  void aServiceWhoseTasksCouldNotBeCreatedIsDeletedOnceItsDriverAnswers() {
    AtomicBoolean away = new AtomicBoolean(true);
    world.start(unavailable(launch -> away.get()));
    world.nodes(2).createService(world.web(Definitions.plain("web")).desiredCount(2).build());
    world.time.runFor(ofMinutes(10));
    Service web = world.web();
    web.delete();
    world.time.runFor(ofMinutes(10));

    away.set(false);

    web.awaitDeleted(ofMinutes(1));
    assertThat(world.driver().tasks()).isEmpty();
  }

  private ForwardingDriver unavailable(Predicate<TaskLaunch> which) {
    return new ForwardingDriver(world.driver()) {
      @Override
      public CompletionStage<TaskReport> create(TaskLaunch launch) {
        return which.test(launch)
            ? CompletableFuture.failedFuture(
                new DriverException(Reason.UNAVAILABLE, "the driver is away"))
            : super.create(launch);
      }
    };
  }
}
