package dev.berth.testkit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.journal.EventCodec;
import dev.berth.event.TaskStopped;
import dev.berth.model.StopCode;
import dev.berth.model.TaskId;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverException;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is left of a task, or stands where one was, as a listing shows it. */
class RemainderTest {
  private final World world = new World();
  private boolean createsAndFails;
  private final Map<String, TaskLaunch> launches = new HashMap<>();
  private final List<String> destroyedEarly = new ArrayList<>();
  private final List<String> destroyed = new ArrayList<>();

  /** Remembers what was created, and what was destroyed before the journal had its end. */
  private final Driver driver =
      new ForwardingDriver(world.driver()) {
        @Override
        public CompletionStage<TaskReport> create(TaskLaunch launch) {
          launches.put(launch.name(), launch);
          CompletionStage<TaskReport> created = super.create(launch);
          return createsAndFails
              ? created.thenCompose(done ->
                  CompletableFuture.failedFuture(
                      new DriverException(DriverException.Reason.FAILED, "so it says")))
              : created;
        }

        @Override
        public CompletionStage<Void> destroy(TaskHandle task) {
          destroyed.add(task.value());
          if (!stoppedInTheJournal().contains(task.value())) {
            destroyedEarly.add(task.value());
          }
          return super.destroy(task);
        }
      };

  @Test
  void removesARemainderOnlyOnceItsEndIsDurable() {
    start();
    createsAndFails = true;
    world.cluster().createService(world.web(Definitions.plain("web")).build());
    // The listing comes while the end of the task is still being written.
    world.appendsTake(ofSeconds(15));
    world.time.runFor(ofMinutes(3));

    assertThat(destroyed).isNotEmpty();
    assertThat(destroyedEarly).isEmpty();
  }

  @Test
  void replacesATaskThatWasMadeAnew() {
    start();
    world.cluster().createService(world.web(Definitions.plain("web")).build());
    world.web().awaitSteady(ofMinutes(2));
    TaskId task = world.web().tasks().getFirst().id();

    world.driver().lose(task);
    world.driver().create(launches.get(task.driverName()));
    world.time.runFor(ofSeconds(15));
    world.web().awaitSteady(ofMinutes(2));

    assertThat(world.driver().running()).hasSize(1).doesNotContain(task);
    assertThat(world.driver().tasks()).doesNotContain(task);
    assertThat(world.web().stoppedTasks())
        .singleElement()
        .satisfies(stopped -> {
          assertThat(stopped.stopCode()).contains(StopCode.INFRASTRUCTURE_HEALTH);
          assertThat(stopped.reason())
              .isEqualTo("driver 'simulated' has made it anew since it ran");
        });
  }

  private void start() {
    world.start(driver);
    world.nodes(1);
  }

  private List<String> stoppedInTheJournal() {
    EventCodec codec = new EventCodec();
    List<String> stopped = new ArrayList<>();
    world.journal.read(
        0,
        entry -> {
          if (codec.toRecord(entry).event() instanceof TaskStopped event) {
            stopped.add(event.task().driverName());
          }
        });
    return stopped;
  }
}
