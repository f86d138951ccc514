package dev.berth.engine.loop;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What users wait for: looked at after every step that changed something, on the loop's thread, and
 * answered once that step is durable.
 */
public final class Watches {
  private final List<Watch<?>> watches = new ArrayList<>();

  private record Watch<T>(Supplier<Optional<T>> condition, CompletableFuture<T> future) {
    /** What answers it, if it is over. */
    Optional<Runnable> over() {
      if (future.isDone()) {
        return Optional.of(() -> {});
      }
      try {
        return condition.get().map(value -> () -> future.complete(value));
      } catch (RuntimeException failure) {
        return Optional.of(() -> future.completeExceptionally(failure));
      }
    }
  }

  /**
   * Completes {@code future} as soon as {@code condition} gives a value, and forgets it then.
   *
   * @return what completes it, if that is so already
   */
  public <T> Runnable add(Supplier<Optional<T>> condition, CompletableFuture<T> future) {
    Watch<T> watch = new Watch<>(condition, future);
    Optional<Runnable> over = watch.over();
    if (over.isEmpty()) {
      watches.add(watch);
    }
    return over.orElse(() -> {});
  }

  void fail(RuntimeException reason) {
    watches.forEach(watch -> watch.future().completeExceptionally(reason));
    watches.clear();
  }

  /** Looks at all of them; gives what answers those that are over, and forgets these. */
  List<Runnable> look() {
    List<Runnable> answers = new ArrayList<>();
    for (Iterator<Watch<?>> each = watches.iterator(); each.hasNext(); ) {
      each.next()
          .over()
          .ifPresent(answer -> {
            answers.add(answer);
            each.remove();
          });
    }
    return answers;
  }
}
