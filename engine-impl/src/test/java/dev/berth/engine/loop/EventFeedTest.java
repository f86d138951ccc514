package dev.berth.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.EngineOverloadedException;
import dev.berth.event.ClusterCreated;
import dev.berth.event.EventRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventFeedTest {
  private final Queue<Runnable> userThreads = new ArrayDeque<>();
  private final EventFeed feed = new EventFeed(userThreads::add);
  private final Recorder recorder = new Recorder();
  private long sequence;

  @Test
  void handsOverNoMoreThanWasRequested() {
    feed.subscribe(recorder);
    feed.publish(next(5));
    run();
    assertThat(recorder.seen).isEmpty();

    recorder.subscription.request(2);
    run();
    assertThat(recorder.seen).containsExactly(1L, 2L);
    recorder.subscription.request(Long.MAX_VALUE);
    recorder.subscription.request(Long.MAX_VALUE);
    run();
    assertThat(recorder.seen).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void callsNobodyOnThePublishingThread() {
    feed.subscribe(recorder);
    feed.publish(next(1));

    assertThat(recorder.subscription).isNull();
    assertThat(userThreads).hasSize(1);
  }

  @Test
  void dropsASubscriberThatIsTooFarBehindAndTellsIt() {
    feed.subscribe(recorder);
    run();
    feed.publish(next(EventFeed.BUFFER));
    run();
    assertThat(recorder.failure).isNull();

    feed.publish(next(1));
    run();
    recorder.subscription.request(10);
    feed.publish(next(1));
    run();

    assertThat(recorder.failure)
        .isInstanceOf(EngineOverloadedException.class)
        .hasMessage("the subscriber was more than 65536 events behind and was dropped");
    assertThat(recorder.seen).isEmpty();
    assertThat(recorder.completed).isZero();
  }

  @Test
  void aSubscriberThatIsBehindDoesNotHoldUpAnother() {
    Recorder other = new Recorder();
    feed.subscribe(recorder);
    feed.subscribe(other);
    run();
    other.subscription.request(Long.MAX_VALUE);

    feed.publish(next(3));
    run();

    assertThat(recorder.seen).isEmpty();
    assertThat(other.seen).containsExactly(1L, 2L, 3L);
  }

  @Test
  void refusesARequestForNothing() {
    feed.subscribe(recorder);
    feed.publish(next(3));
    run();

    recorder.subscription.request(0);
    run();

    assertThat(recorder.failure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requested 0 events");
    recorder.subscription.request(5);
    run();
    assertThat(recorder.seen).isEmpty();
    assertThat(recorder.calls).containsExactly("subscribe", "error");
  }

  @Test
  void dropsASubscriberThatThrows() {
    Recorder other = new Recorder();
    feed.subscribe(recorder);
    feed.subscribe(other);
    run();
    recorder.subscription.request(10);
    other.subscription.request(10);
    recorder.throwsAt = 2;

    feed.publish(next(3));
    run();

    assertThat(recorder.seen).containsExactly(1L, 2L);
    assertThat(other.seen).containsExactly(1L, 2L, 3L);
    feed.publish(next(1));
    run();
    assertThat(recorder.seen).containsExactly(1L, 2L);
  }

  @Test
  void handsOverNothingOnceCancelled() {
    feed.subscribe(recorder);
    run();
    recorder.subscription.request(10);
    feed.publish(next(1));
    run();

    feed.publish(next(1));
    recorder.subscription.cancel();
    feed.publish(next(1));
    feed.close();
    run();

    assertThat(recorder.calls).containsExactly("subscribe", "next 1");
  }

  @Test
  void completesAfterWhatWasHandedOver() {
    feed.subscribe(recorder);
    run();
    feed.publish(next(2));
    feed.close();
    feed.publish(next(1));
    run();
    assertThat(recorder.completed).isZero();

    recorder.subscription.request(10);
    run();

    assertThat(recorder.calls).containsExactly("subscribe", "next 1", "next 2", "complete");
  }

  private void run() {
    while (!userThreads.isEmpty()) {
      userThreads.remove().run();
    }
  }

  private List<EventRecord> next(int count) {
    List<EventRecord> records =
        LongStream.rangeClosed(sequence + 1, sequence + count)
            .mapToObj(
                number -> new EventRecord(number, Instant.EPOCH, new ClusterCreated("c" + number)))
            .toList();
    sequence += count;
    return records;
  }

  private static final class Recorder implements Flow.Subscriber<EventRecord> {
    private final List<Long> seen = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private Flow.Subscription subscription;
    private Throwable failure;
    private int completed;
    private long throwsAt;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      calls.add("subscribe");
      subscription = given;
    }

    @Override
    public void onNext(EventRecord record) {
      calls.add("next " + record.sequence());
      seen.add(record.sequence());
      if (record.sequence() == throwsAt) {
        throw new IllegalStateException("the subscriber fails");
      }
    }

    @Override
    public void onError(Throwable error) {
      calls.add("error");
      failure = error;
    }

    @Override
    public void onComplete() {
      calls.add("complete");
      completed++;
    }
  }
}
