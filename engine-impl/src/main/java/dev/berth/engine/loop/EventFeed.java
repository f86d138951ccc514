package dev.berth.engine.loop;

import dev.berth.EngineOverloadedException;
import dev.berth.event.EventRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands durable events to subscribers, each on a user thread and from a bounded buffer of its own,
 * so that none slows the loop.
 */
public final class EventFeed implements Flow.Publisher<EventRecord> {
  /** How many events a subscriber may be behind. */
  static final int BUFFER = 65_536;

  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

  private final Executor userThreads;
  private volatile boolean closed;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  /** A feed whose subscribers run on {@code userThreads}. */
  public EventFeed(Executor userThreads) {
    this.userThreads = userThreads;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super EventRecord> subscriber) {
    Subscription subscription = new Subscription(subscriber);
    subscriptions.add(subscription);
    subscription.run(() -> subscriber.onSubscribe(subscription));
    if (closed) {
      subscription.complete();
    }
  }

  void publish(List<EventRecord> records) {
    for (Subscription subscription : subscriptions) {
      subscription.offer(records);
    }
  }

  /** Ends every subscription with {@code failure}, after what it was handed. */
  void fail(Throwable failure) {
    for (Subscription subscription : subscriptions) {
      subscription.fail(failure);
    }
  }

  /** Completes every subscription after what it was handed. */
  public void close() {
    closed = true;
    for (Subscription subscription : subscriptions) {
      subscription.complete();
    }
  }

  /** One subscriber's buffer; its calls follow each other on user threads, one at a time. */
  private final class Subscription implements Flow.Subscription {
    private final Flow.Subscriber<? super EventRecord> subscriber;
    private final Queue<EventRecord> buffer = new ArrayDeque<>();
    private final Queue<Runnable> first = new ArrayDeque<>();
    private long demand;
    private boolean busy;
    private boolean ended;
    private @Nullable Runnable last;

    Subscription(Flow.Subscriber<? super EventRecord> subscriber) {
      this.subscriber = subscriber;
    }

    synchronized void run(Runnable call) {
      first.add(call);
      schedule();
    }

    synchronized void offer(List<EventRecord> records) {
      if (ended || last != null) {
        return;
      }
      if (buffer.size() + records.size() > BUFFER) {
        end(() ->
            subscriber.onError(
                new EngineOverloadedException(
                    "the subscriber was more than %d events behind and was dropped"
                        .formatted(BUFFER))));
      } else {
        buffer.addAll(records);
      }
      schedule();
    }

    synchronized void complete() {
      if (!ended && last == null) {
        last = subscriber::onComplete;
        schedule();
      }
    }

    synchronized void fail(Throwable failure) {
      if (!ended && last == null) {
        last = () -> subscriber.onError(failure);
        schedule();
      }
    }

    @Override
    public synchronized void request(long count) {
      if (count <= 0) {
        end(() ->
            subscriber.onError(
                new IllegalArgumentException("requested %d events".formatted(count))));
      } else {
        demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
      }
      schedule();
    }

    @Override
    public synchronized void cancel() {
      ended = true;
      buffer.clear();
      subscriptions.remove(this);
    }

    private void end(Runnable call) {
      buffer.clear();
      last = call;
    }

    private synchronized void schedule() {
      if (!busy && hasWork()) {
        busy = true;
        try {
          userThreads.execute(this::drain);
        } catch (RejectedExecutionException closedMeanwhile) {
          // Without threads of its own any more, a closed feed serves whoever asks.
          drain();
        }
      }
    }

    private boolean hasWork() {
      return !ended
          && (!first.isEmpty()
              || (!buffer.isEmpty() && demand > 0)
              || (buffer.isEmpty() && last != null));
    }

    private void drain() {
      for (Runnable call = next(); call != null; call = next()) {
        try {
          call.run();
        } catch (RuntimeException | Error failure) {
          LOG.warn("an event subscriber failed and was dropped", failure);
          cancel();
        }
      }
    }

    private synchronized @Nullable Runnable next() {
      if (!hasWork()) {
        busy = false;
        return null;
      }
      if (!first.isEmpty()) {
        return first.remove();
      }
      if (!buffer.isEmpty()) {
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        EventRecord record = buffer.remove();
        return () -> subscriber.onNext(record);
      }
      Runnable end = last;
      cancel();
      return end;
    }
  }
}
