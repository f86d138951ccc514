package dev.berth.driver.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.berth.spi.Observation;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one stream of events of a daemon, and its heartbeat, on one thread. After each gap the stream
 * goes on from where it was and the engine is told that it may have missed something. A daemon that
 * no longer answers counts as unreachable until it does again.
 */
final class DaemonEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DaemonEvents.class);
  private static final Duration FIRST_TRY = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final DockerSettings settings;
  private final Connection connection;
  private final DriverThreads threads;
  private final String engineId;
  private final Consumer<Event> listener;
  private final Consumer<String> onUnreachable;
  private final Consumer<Observation> observer;
  private final Thread thread;
  private final CountDownLatch tried = new CountDownLatch(1);
  private CompletableFuture<Void> question = CompletableFuture.completedFuture(null);
  private final AtomicLong lastNanos = new AtomicLong();
  private volatile @Nullable String unreachable;
  private volatile boolean closed;

  DaemonEvents(
      DockerSettings settings,
      Connection connection,
      DriverThreads threads,
      String engineId,
      EventListener listener) {
    this.settings = settings;
    this.connection = connection;
    this.threads = threads;
    this.engineId = engineId;
    this.listener = listener.events();
    onUnreachable = listener.unreachable();
    observer = listener.observer();
    thread = threads.thread("events", this::listen);
  }

  /**
   * Who is told.
   *
   * @param events about containers of our engine
   * @param unreachable why the daemon cannot be reached any more
   * @param observer of gaps
   */
  record EventListener(
      Consumer<Event> events, Consumer<String> unreachable, Consumer<Observation> observer) {}

  /** Begins, and returns once the stream is there or the first try has failed. */
  void start() {
    thread.start();
    try {
      if (!tried.await(FIRST_TRY.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("the Docker daemon at {} is slow to answer", settings.host());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why the daemon cannot be reached, if so. */
  Optional<String> unreachable() {
    return Optional.ofNullable(unreachable);
  }

  private void listen() {
    boolean first = true;
    while (!closed) {
      try {
        heartbeat();
        follow(first);
      } catch (RuntimeException | IOException failure) {
        lost(failure);
      } catch (InterruptedException interrupted) {
        return;
      }
      first = false;
      tried.countDown();
      rest();
    }
  }

  /** Listens until the stream ends or the daemon no longer answers. */
  private void follow(boolean first) throws IOException, InterruptedException {
    if (lastNanos.get() == 0) {
      lastNanos.set(daemonTime());
    }
    try (Stream stream = new Stream()) {
      long since = lastNanos.get();
      connection
          .streams()
          .eventsCmd()
          .withEventTypeFilter(EventType.CONTAINER)
          .withEventFilter("die", "destroy")
          .withLabelFilter(Map.of(Labels.ENGINE, engineId))
          .withSince("%d.%09d".formatted(since / 1_000_000_000, since % 1_000_000_000))
          .exec(stream);
      if (!stream.begun.await(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("its events did not begin within " + settings.patience());
      }
      unreachable = null;
      tried.countDown();
      if (!first) {
        observer.accept(new Observation.Missed("the events of the Docker daemon were interrupted"));
      }
      while (!stream.ended.await(settings.heartbeat().toMillis(), TimeUnit.MILLISECONDS)) {
        heartbeat();
      }
    }
    throw new IOException("its stream of events ended");
  }

  /**
   * Asks on another thread, because a read from a Unix socket cannot be given a time: a daemon that
   * is frozen takes connections and never answers. No second question follows one that is open.
   */
  private void heartbeat() throws IOException, InterruptedException {
    if (question.isDone()) {
      question =
          CompletableFuture.runAsync(
              connection::ping, ping -> threads.thread("heartbeat", ping).start());
    }
    try {
      question.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("no answer within " + settings.patience(), late);
    } catch (ExecutionException failed) {
      throw new IOException(String.valueOf(Failures.root(failed)), failed);
    }
  }

  private long daemonTime() {
    OffsetDateTime time =
        OffsetDateTime.parse(connection.requests().infoCmd().exec().getSystemTime());
    return time.toEpochSecond() * 1_000_000_000 + time.getNano();
  }

  private void lost(Exception failure) {
    if (closed) {
      return;
    }
    String reason =
        "the Docker daemon at %s does not answer: %s"
            .formatted(settings.host(), failure.getMessage());
    if (unreachable == null) {
      LOG.warn("driver '{}': {}", settings.name(), reason);
      unreachable = reason;
      onUnreachable.accept(reason);
      observer.accept(new Observation.Missed(reason));
    }
  }

  private void rest() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      closed = true;
    }
  }

  /** One subscription. */
  private final class Stream extends ResultCallback.Adapter<Event> {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void onStart(Closeable stream) {
      super.onStart(stream);
      begun.countDown();
    }

    @Override
    public void onNext(Event event) {
      Long nanos = event.getTimeNano();
      if (nanos != null) {
        lastNanos.accumulateAndGet(nanos, Math::max);
      }
      if (!closed) {
        listener.accept(event);
      }
    }

    @Override
    public void onError(Throwable failure) {
      // Not the one above: it would log what is expected whenever a daemon or this driver ends.
      ended.countDown();
    }

    @Override
    public void onComplete() {
      super.onComplete();
      ended.countDown();
    }
  }

  /** Ends the thread; the connection is closed before, which ends what it waits for. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
