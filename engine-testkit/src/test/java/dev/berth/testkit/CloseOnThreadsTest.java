package dev.berth.testkit;

import static dev.berth.testkit.RealThreads.elsewhere;
import static dev.berth.testkit.RealThreads.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.journal.MemoryJournal;
import dev.berth.event.ClusterCreated;
import dev.berth.event.EventRecord;
import dev.berth.model.ContainerExit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A close among other threads. */
class CloseOnThreadsTest {
  private final RealThreads threads = new RealThreads(new ForwardingJournal(new MemoryJournal()));

  @Test
  void isNotCutShortByAnotherOne() throws Exception {
    threads.service(2);
    CompletableFuture<ContainerExit> exit = new CompletableFuture<>();
    threads.driver.stopWith(exit);
    CompletableFuture<Void> first = elsewhere(threads.engine::close);
    soon(threads.driver.stopAsked());

    threads.engine.close();
    assertThat(first).isNotDone();
    exit.complete(ContainerExit.signal(15));

    soon(first);
    assertThat(threads.driver.tasks()).isEmpty();
  }

  @Test
  void stopsTheTasksAlsoOnAnInterruptedThread() {
    threads.service(2);

    Thread.currentThread().interrupt();
    threads.engine.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(threads.driver.tasks()).isEmpty();
  }

  @Test
  void leavesASlowSubscriberWhatItHasNotReadYet() throws Exception {
    RecordingSubscriber slow = new RecordingSubscriber();
    threads.engine.events().subscribe(slow);
    threads.engine.createCluster("test");
    threads.engine.close();

    soon(slow.subscribed()).request(Long.MAX_VALUE);

    List<EventRecord> records = soon(slow.completed());
    assertThat(records).extracting(EventRecord::event).contains(new ClusterCreated("test"));
  }
}
