package dev.berth.testkit;

import static dev.berth.testkit.RealThreads.elsewhere;
import static dev.berth.testkit.RealThreads.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.Cluster;
import dev.berth.EngineClosedException;
import dev.berth.JournalException;
import dev.berth.Service;
import dev.berth.engine.journal.MemoryJournal;
import dev.berth.model.ContainerExit;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.DriverException;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** An engine that may no longer lead does nothing any more, whatever it still had to do. */
class LostLeadTest {
  private static final String REFUSAL = "the lease ran out";

  /** A journal whose lead can be taken away at any moment. */
  private static final class LosingJournal extends ForwardingJournal {
    private volatile boolean lost;
    private volatile Runnable listener = () -> {};

    LosingJournal() {
      super(new MemoryJournal());
    }

    @Override
    public void requireLead(long epoch) {
      if (lost) {
        throw new JournalException(REFUSAL);
      }
      super.requireLead(epoch);
    }

    @Override
    public void onLost(Runnable toTell) {
      listener = toTell;
    }

    void lose() {
      lost = true;
      listener.run();
    }
  }

  /** A driver that can never be reached, and loses the lead between two calls. */
  private static final class UnreachableDriver extends ForwardingDriver {
    private int calls;
    private Runnable betweenCalls = () -> {};

    UnreachableDriver(SimulatedDriver real) {
      super(real);
    }

    @Override
    public CompletionStage<TaskReport> create(TaskLaunch launch) {
      calls++;
      betweenCalls.run();
      return CompletableFuture.failedFuture(
          new DriverException(DriverException.Reason.UNAVAILABLE, "not reachable"));
    }

    @Override
    public CompletionStage<TaskReport> start(TaskHandle task, String container) {
      throw new AssertionError("start was called");
    }

    @Override
    public CompletionStage<ContainerExit> stop(
        TaskHandle task, String container, Duration timeout) {
      throw new AssertionError("stop was called");
    }

    @Override
    public CompletionStage<Void> destroy(TaskHandle task) {
      throw new AssertionError("destroy was called");
    }
  }

  @Test
  void anOldIntentIsNotCarriedOutAgainOnceTheLeadIsLost() {
    World world = new World();
    LosingJournal journal = new LosingJournal();
    UnreachableDriver driver = new UnreachableDriver(world.driver());
    world.start(journal, driver);
    startOne(world);
    world.time.runFor(Duration.ofSeconds(20));
    int before = driver.calls;
    assertThat(before).as("the call is made again and again").isGreaterThan(3);

    journal.lost = true;

    assertThatThrownBy(() -> world.time.runFor(Duration.ofMinutes(5)))
        .isInstanceOf(JournalException.class)
        .hasMessage(REFUSAL);
    assertThat(driver.calls).isEqualTo(before);
  }

  @Test
  void aStepThatLosesTheLeadMidwayMakesNoFurtherCall() {
    World world = new World();
    LosingJournal journal = new LosingJournal();
    UnreachableDriver driver = new UnreachableDriver(world.driver());
    driver.betweenCalls = () -> journal.lost = true;
    world.start(journal, driver);
    Cluster cluster = world.nodes(1);
    cluster.createService(world.web(definition()).desiredCount(5).build());

    assertThatThrownBy(() -> world.time.runFor(Duration.ofMinutes(5)))
        .isInstanceOf(JournalException.class)
        .hasMessage(REFUSAL);
    assertThat(driver.calls).isEqualTo(1);
  }

  @Test
  void anIdleEngineEndsAtOnceAndTellsWhoeverWaits() {
    LosingJournal journal = new LosingJournal();
    RealThreads threads = new RealThreads(journal);
    Service web = threads.service(1);
    RecordingSubscriber subscriber = new RecordingSubscriber();
    threads.engine.events().subscribe(subscriber);
    CompletableFuture<Void> waiting = elsewhere(() -> web.awaitDeleted(Duration.ofMinutes(10)));

    journal.lose();

    assertStopped(waiting);
    assertStopped(subscriber.completed());
    assertThatThrownBy(() -> web.scale(2))
        .isInstanceOf(EngineClosedException.class)
        .hasMessage("the engine stopped itself: " + REFUSAL);
    threads.engine.close();
    assertThat(threads.driver.tasks()).as("its tasks go on").hasSize(1);
  }

  private static void startOne(World world) {
    world.nodes(1).createService(world.web(definition()).desiredCount(1).build());
  }

  private static TaskDefinition definition() {
    return TaskDefinition.builder("web")
        .container("app", app -> app.command("serve").memoryMiB(64))
        .build();
  }

  private static void assertStopped(CompletableFuture<?> told) {
    assertThatThrownBy(() -> soon(told))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(EngineClosedException.class)
        .hasMessageContaining(REFUSAL);
  }
}
