package dev.berth.engine;

import dev.berth.AwaitTimeoutException;
import dev.berth.BerthException;
import dev.berth.EngineClosedException;
import dev.berth.EngineOverloadedException;
import dev.berth.engine.command.Command;
import dev.berth.engine.loop.Input;
import dev.berth.engine.loop.LoopHost;
import dev.berth.engine.loop.Watches;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The line from users' threads to the loop: requests, looks and waits, each of them blocking. */
final class Loopline {
  /** A loop that does not answer for so long is stuck in its journal. */
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(5);

  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  private final LoopHost host;
  private final Watches watches;
  private final int queueLimit;
  private final AtomicReference<@Nullable String> closed = new AtomicReference<>();

  Loopline(LoopHost host, Watches watches, int queueLimit) {
    this.host = host;
    this.watches = watches;
    this.queueLimit = queueLimit;
  }

  /** Refuses everything from now on; the first reason stays. */
  boolean close(String reason) {
    return closed.compareAndSet(null, reason);
  }

  void request(Command.Request request) {
    requireOpen();
    if (host.waiting() >= queueLimit) {
      throw new EngineOverloadedException(
          "the command queue is full (%d waiting): try again, or raise commandQueueLimit"
              .formatted(queueLimit));
    }
    requestUnbounded(request);
  }

  void requestUnbounded(Command.Request request) {
    CompletableFuture<Void> reply = new CompletableFuture<>();
    host.put(new Input.Asked(request, reply));
    answer(reply, ANSWER_LIMIT, () -> "the engine did not answer to " + request);
  }

  /** A look at the state as of now. */
  <T> T look(Supplier<T> look) {
    requireOpen();
    CompletableFuture<T> result = new CompletableFuture<>();
    host.put(
        new Input.Look(
            () -> {
              try {
                T seen = look.get();
                return () -> result.complete(seen);
              } catch (RuntimeException failure) {
                return () -> result.completeExceptionally(failure);
              }
            },
            result));
    return answer(result, ANSWER_LIMIT, () -> "the engine did not answer");
  }

  /** Waits until {@code condition}, looked at on the loop's thread, gives a value. */
  <T> T await(Supplier<Optional<T>> condition, Duration timeout, Supplier<String> late) {
    requireOpen();
    return awaitWhateverIsClosed(condition, timeout, late);
  }

  <T> T awaitWhateverIsClosed(
      Supplier<Optional<T>> condition, Duration timeout, Supplier<String> late) {
    CompletableFuture<T> result = new CompletableFuture<>();
    host.put(new Input.Look(() -> watches.add(condition, result), result));
    return answer(result, timeout, late);
  }

  /** The outcome of a call of a driver. */
  <T> T answer(CompletableFuture<T> future, Duration timeout, Supplier<String> late) {
    try {
      // Beyond that a clock's arithmetic overflows, and nobody waits so long.
      return host.await(future, timeout.compareTo(LONGEST_WAIT) < 0 ? timeout : LONGEST_WAIT);
    } catch (TimeoutException expired) {
      future.cancel(false);
      throw new AwaitTimeoutException(late.get(), expired);
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof BerthException refusal) {
        refusal.addSuppressed(new Caller());
        throw refusal;
      }
      throw failure;
    }
  }

  void requireOpen() {
    String reason = closed.get();
    if (reason != null) {
      throw new EngineClosedException(reason);
    }
  }

  /** Where a user's thread waited for what the loop's thread refused. */
  private static final class Caller extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Caller() {
      super("asked for here");
    }
  }
}
