package dev.berth.engine.journal;

import dev.berth.Engine;
import dev.berth.EngineClosedException;
import dev.berth.event.EventRecord;
import dev.berth.journal.Journals;
import dev.berth.journal.PostgresOptions;
import dev.berth.spi.Driver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The example of docs/guides/run-a-standby.md. */
// spotless:off
final class Standby {
  private final DataSource dataSource;
  private final Supplier<Driver> drivers;

  Standby(DataSource dataSource, Supplier<Driver> drivers) {
    this.dataSource = dataSource;
    this.drivers = drivers;
  }

  /** Leads whenever nobody else does, until this thread is interrupted. */
  void run(Consumer<Engine> leading) throws InterruptedException {
    PostgresOptions options = PostgresOptions.defaults().standby(Duration.ofDays(3650));
    while (true) {
      Engine engine = Engine.builder()
          .journal(Journals.postgres(dataSource, options))
          .driver(drivers.get())
          .start(); // returns when this engine leads, and has taken up what runs
      Ended ended = new Ended();
      try {
        engine.events().subscribe(ended);
        leading.accept(engine);
        ended.get();
      } catch (EngineClosedException | ExecutionException lost) {
        System.err.println("no longer leading: " + lost.getMessage());
      } finally {
        engine.detach(); // not close(), which would stop the tasks
      }
    }
  }

  /** Completes when the engine does. */
  private static final class Ended extends CompletableFuture<Void> implements Flow.Subscriber<EventRecord> {
    @Override public void onSubscribe(Flow.Subscription subscription) { subscription.request(Long.MAX_VALUE); }
    @Override public void onNext(EventRecord event) {}
    @Override public void onError(Throwable reason) { completeExceptionally(reason); }
    @Override public void onComplete() { complete(null); }
  }
}
// spotless:on
