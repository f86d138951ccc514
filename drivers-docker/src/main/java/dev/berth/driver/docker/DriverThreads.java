package dev.berth.driver.docker;

import dev.berth.spi.DriverException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform threads of one open driver: a bounded pool for requests, which block in a native
 * socket, one for what is read as a stream, and one clock. None outlives {@link #close}.
 */
final class DriverThreads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverThreads.class);
  private static final int QUEUE = 10_000;
  private static final int STREAMS = 16;

  private final String driver;
  private final ThreadPoolExecutor requests;
  private final ThreadPoolExecutor streams;
  private final ThreadPoolExecutor pulls;
  private final ScheduledThreadPoolExecutor clock;
  private final Map<Long, CompletableFuture<?>> unanswered = new ConcurrentHashMap<>();
  private final AtomicLong calls = new AtomicLong();

  DriverThreads(String driver, int concurrency, int pullsAtOnce) {
    this.driver = driver;
    requests = pool("request", concurrency);
    pulls = pool("pull", pullsAtOnce);
    streams = pool("stream", STREAMS);
    clock = new ScheduledThreadPoolExecutor(1, factory("clock"));
    clock.setRemoveOnCancelPolicy(true);
  }

  private ThreadPoolExecutor pool(String role, int size) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), factory(role));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private ThreadFactory factory(String role) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = thread(role + "-" + count.incrementAndGet(), work);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** A thread of this driver, not started. */
  Thread thread(String role, Runnable work) {
    Thread thread = new Thread(work, "berth-" + driver + "-" + role);
    thread.setDaemon(true);
    return thread;
  }

  /** Makes a request on another thread. */
  <T> CompletableFuture<T> request(Callable<T> work) {
    return submit(requests, () -> CompletableFuture.completedFuture(work.call()));
  }

  /** Makes a request on another thread whose answer comes later; none waits for it. */
  <T> CompletableFuture<T> chain(Callable<CompletableFuture<T>> work) {
    return submit(requests, work);
  }

  /** Reads a stream on another thread, which it blocks until the stream ends. */
  <T> CompletableFuture<T> stream(Callable<T> work) {
    return submit(streams, () -> CompletableFuture.completedFuture(work.call()));
  }

  /** Fetches an image on another thread; only a few do at once. */
  <T> CompletableFuture<T> pull(Callable<T> work) {
    return submit(pulls, () -> CompletableFuture.completedFuture(work.call()));
  }

  private <T> CompletableFuture<T> submit(
      ThreadPoolExecutor pool, Callable<CompletableFuture<T>> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    long number = calls.incrementAndGet();
    unanswered.put(number, answer);
    try {
      pool.execute(() -> call(work, answer, number));
    } catch (RejectedExecutionException full) {
      DriverException refusal =
          pool.isShutdown()
              ? closed()
              : new DriverException(
                  DriverException.Reason.UNAVAILABLE,
                  "driver '%s': %d calls are waiting already: make fewer at once"
                      .formatted(driver, QUEUE));
      answered(number, answer, null, refusal);
    }
    return answer;
  }

  private <T> void call(
      Callable<CompletableFuture<T>> work, CompletableFuture<T> answer, long number) {
    try {
      var unused =
          work.call().whenComplete((value, failure) -> answered(number, answer, value, failure));
    } catch (Exception | LinkageError failure) {
      answered(number, answer, null, failure);
    }
  }

  private <T> void answered(
      long number, CompletableFuture<T> answer, @Nullable T value, @Nullable Throwable failure) {
    unanswered.remove(number);
    if (failure != null) {
      answer.completeExceptionally(Failures.translate(driver, failure));
    } else {
      answer.complete(value);
    }
  }

  /** Does inner work on another thread; its failures are logged, because nobody waits for it. */
  void run(Runnable work) {
    try {
      requests.execute(() -> {
        try {
          work.run();
        } catch (RuntimeException failure) {
          LOG.debug("driver '{}': inner work failed", driver, failure);
        }
      });
    } catch (RejectedExecutionException full) {
      LOG.debug("driver '{}': inner work left out, the next listing makes up for it", driver);
    }
  }

  /** Does inner work later. */
  void after(Duration delay, Runnable work) {
    try {
      var unused = clock.schedule(() -> run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.trace("driver '{}' is closed", driver);
    }
  }

  DriverException closed() {
    return new DriverException(
        DriverException.Reason.UNAVAILABLE, "driver '" + driver + "' is closed");
  }

  /**
   * Ends all threads; callers that still wait are told. The requests' sockets are closed before.
   */
  @Override
  public void close() {
    clock.shutdownNow();
    requests.shutdownNow();
    streams.shutdownNow();
    pulls.shutdownNow();
    try {
      if (!requests.awaitTermination(20, TimeUnit.SECONDS)
          || !streams.awaitTermination(20, TimeUnit.SECONDS)
          || !pulls.awaitTermination(20, TimeUnit.SECONDS)) {
        LOG.warn("driver '{}': requests did not end within 20 s", driver);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    unanswered.values().forEach(answer -> answer.completeExceptionally(closed()));
  }
}
