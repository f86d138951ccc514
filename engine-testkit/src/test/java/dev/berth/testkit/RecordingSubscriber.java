package dev.berth.testkit;

import dev.berth.event.EventRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A subscriber that asks for nothing by itself and keeps what it is told. */
final class RecordingSubscriber implements Flow.Subscriber<EventRecord> {
  private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
  private final CompletableFuture<List<EventRecord>> completed = new CompletableFuture<>();
  private final List<EventRecord> records = new ArrayList<>();

  /** What it has, once it has it. */
  CompletableFuture<Flow.Subscription> subscribed() {
    return subscribed;
  }

  /** Everything it was told, once that is complete; or why it never will be. */
  CompletableFuture<List<EventRecord>> completed() {
    return completed;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscribed.complete(subscription);
  }

  @Override
  public void onNext(EventRecord record) {
    records.add(record);
  }

  @Override
  public void onError(Throwable failure) {
    completed.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    completed.complete(records);
  }
}
