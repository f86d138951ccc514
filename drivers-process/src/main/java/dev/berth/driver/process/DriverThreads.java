package dev.berth.driver.process;

import dev.berth.spi.DriverException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one open driver, none of which outlives {@link #close}: {@value #CALLS} for calls
 * and for what follows an exit, up to {@value #COMMANDS} for commands run beside containers (each
 * blocks one until it ends), and one clock. {@link ExitWatch} has two more.
 */
final class DriverThreads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverThreads.class);
  private static final int CALLS = 8;
  private static final int COMMANDS = 16;
  private static final int QUEUE = 10_000;

  private final ThreadPoolExecutor calls;
  private final ThreadPoolExecutor commands;
  private final ScheduledThreadPoolExecutor clock;
  private final Map<Long, CompletableFuture<?>> pending = new ConcurrentHashMap<>();
  private final AtomicLong answers = new AtomicLong();
  private final String driver;

  DriverThreads(String driver) {
    this.driver = driver;
    calls = pool("call", CALLS);
    commands = pool("exec", COMMANDS);
    clock = new ScheduledThreadPoolExecutor(1, factory("clock"));
    clock.setRemoveOnCancelPolicy(true);
  }

  private ThreadPoolExecutor pool(String role, int size) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), factory(role));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private ThreadFactory factory(String role) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, named(role) + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The name of this driver's thread for {@code role}. */
  String named(String role) {
    return "berth-" + driver + "-" + role;
  }

  /** A piece of work that may fail in any way. */
  private interface Attempt {
    void run() throws Exception;
  }

  /** Does a call's work on another thread. */
  <T> CompletableFuture<T> call(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(calls, result, () -> result.complete(work.call()));
    return result;
  }

  /** Begins a call's work on another thread; its outcome is that of what {@code work} returns. */
  <T> CompletableFuture<T> chain(Callable<CompletableFuture<T>> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(calls, result, () -> forward(work.call(), result));
    return result;
  }

  /** Does work that blocks for as long as a command runs. */
  <T> CompletableFuture<T> command(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(commands, result, () -> result.complete(work.call()));
    return result;
  }

  private void attempt(ThreadPoolExecutor pool, CompletableFuture<?> result, Attempt attempt) {
    try {
      pool.execute(() -> {
        try {
          attempt.run();
        } catch (Throwable failure) {
          result.completeExceptionally(failure);
        }
      });
    } catch (RejectedExecutionException full) {
      result.completeExceptionally(
          pool.isShutdown()
              ? closed()
              : new DriverException(
                  DriverException.Reason.UNAVAILABLE,
                  "driver '%s': %d calls are waiting already: make fewer at once"
                      .formatted(driver, QUEUE)));
    }
  }

  private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
    var unused =
        from.whenComplete((value, failure) -> {
          if (failure == null) {
            to.complete(value);
          } else {
            to.completeExceptionally(failure);
          }
        });
  }

  /** Does a piece of inner work on another thread; it handles its own failures. */
  void run(Runnable work) {
    try {
      calls.execute(() -> logged(work));
    } catch (RejectedExecutionException full) {
      if (!calls.isShutdown()) {
        // Inner work is never dropped: calls fill the queue, so the one who has it does it.
        logged(work);
      }
    }
  }

  private static void logged(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      LOG.warn("inner work of the process driver failed", failure);
    }
  }

  /** Does a piece of inner work later. */
  Future<?> after(Duration delay, Runnable work) {
    try {
      return clock.schedule(() -> run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Does a piece of inner work again and again. */
  void every(Duration period, Runnable work) {
    long nanos = period.toNanos();
    var unused = clock.scheduleWithFixedDelay(() -> run(work), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * What a caller gets of {@code inner}: the same outcome, every failure as a {@link
   * DriverException}, and a failure also if the driver is closed before.
   */
  <T> CompletableFuture<T> answer(CompletableFuture<T> inner) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    long number = answers.incrementAndGet();
    pending.put(number, answer);
    var unused =
        inner.whenComplete((value, failure) -> {
          pending.remove(number);
          if (failure == null) {
            answer.complete(value);
          } else {
            answer.completeExceptionally(refusal(failure));
          }
        });
    if (calls.isShutdown()) {
      answer.completeExceptionally(closed());
    }
    return answer;
  }

  private DriverException refusal(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof UncheckedIOException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof DriverException refusal) {
      return refusal;
    }
    String what = cause instanceof IOException ? "cannot work with its files" : "failed";
    return new DriverException(
        DriverException.Reason.FAILED, "driver '%s' %s: %s".formatted(driver, what, cause), cause);
  }

  private DriverException closed() {
    return new DriverException(
        DriverException.Reason.UNAVAILABLE, "driver '" + driver + "' is closed");
  }

  /** Ends all threads; what is under way is given up, and its callers are told. */
  @Override
  public void close() {
    // First commands, which need the others to be killed.
    commands.shutdownNow();
    try {
      if (!commands.awaitTermination(20, TimeUnit.SECONDS)) {
        LOG.warn("commands run beside containers did not end within 20 s");
      }
      clock.shutdownNow();
      calls.shutdown();
      if (!calls.awaitTermination(20, TimeUnit.SECONDS)) {
        LOG.warn("calls did not end within 20 s");
      }
    } catch (InterruptedException interrupted) {
      clock.shutdownNow();
      calls.shutdownNow();
      Thread.currentThread().interrupt();
    }
    pending.values().forEach(answer -> answer.completeExceptionally(closed()));
  }
}
