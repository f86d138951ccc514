package dev.berth.testkit;

import static dev.berth.testkit.RealThreads.elsewhere;
import static dev.berth.testkit.RealThreads.soon;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.EngineClosedException;
import dev.berth.JournalException;
import dev.berth.Service;
import dev.berth.engine.journal.MemoryJournal;
import dev.berth.spi.JournalEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A step that fails ends the engine, and everybody is told. */
class EngineFailureTest {
  private static final class FullJournal extends ForwardingJournal {
    private volatile boolean full;

    FullJournal() {
      super(new MemoryJournal());
    }

    @Override
    public void append(long epoch, List<JournalEntry> entries) {
      if (full) {
        throw new JournalException("the disk is full");
      }
      super.append(epoch, entries);
    }
  }

  private final FullJournal journal = new FullJournal();
  private final RealThreads threads = new RealThreads(journal);

  @AfterEach
  void detach() {
    threads.engine.detach();
  }

  @Test
  void whoeverAskedForWhatCouldNotBeWrittenIsTold() {
    journal.full = true;

    CompletableFuture<Void> asked = elsewhere(() -> threads.engine.createCluster("test"));

    assertStopped(asked);
  }

  @Test
  void whoeverWaitsIsTold() {
    Service web = threads.service(1);
    CompletableFuture<Void> waiting = elsewhere(() -> web.awaitDeleted(Duration.ofMinutes(10)));

    journal.full = true;
    assertStopped(elsewhere(() -> threads.engine.createCluster("other")));

    assertStopped(waiting);
  }

  @Test
  void whoeverSubscribedIsTold() {
    RecordingSubscriber subscriber = new RecordingSubscriber();
    threads.engine.events().subscribe(subscriber);

    journal.full = true;
    assertStopped(elsewhere(() -> threads.engine.createCluster("test")));

    assertStopped(subscriber.completed());
  }

  @Test
  void whoeverWaitsIsToldOfADetach() {
    Service web = threads.service(1);
    CompletableFuture<Void> waiting = elsewhere(() -> web.awaitDeleted(Duration.ofMinutes(10)));

    threads.engine.detach();

    assertStopped(waiting);
  }

  @Test
  void aMissingArgumentIsRefusedAndTheEngineGoesOn() {
    Service web = threads.service(1);

    assertMissing(() -> web.tasks().getFirst().stop(null));
    assertMissing(() -> threads.engine.createCluster(null));
    assertMissing(() -> threads.engine.register(null));

    web.scale(2);
    web.awaitSteady(Duration.ofSeconds(10));
  }

  private static void assertMissing(Runnable call) {
    assertThatThrownBy(() -> soon(elsewhere(call)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(NullPointerException.class);
  }

  private static void assertStopped(CompletableFuture<?> told) {
    assertThatThrownBy(() -> soon(told))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(EngineClosedException.class);
  }
}
