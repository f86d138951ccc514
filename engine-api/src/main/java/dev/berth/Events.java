package dev.berth;

import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Ready-made subscribers for {@link Engine#events}. */
public final class Events {
  private Events() {}

  /**
   * Hands every event that {@code condition} accepts to {@code consumer}. What the consumer throws
   * ends the subscription.
   */
  public static Flow.Subscriber<EventRecord> matching(
      Predicate<? super Event> condition, Consumer<? super EventRecord> consumer) {
    return new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
      }

      @Override
      public void onNext(EventRecord record) {
        if (condition.test(record.event())) {
          consumer.accept(record);
        }
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onComplete() {}
    };
  }
}
