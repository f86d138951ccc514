package dev.berth.engine.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What users wait for: looked at after every step that changed something, on the loop's thread. */
public final class Watches {
  private final List<Watch<?>> watches = new ArrayList<>();

  private record Watch<T>(Supplier<Optional<T>> condition, CompletableFuture<T> future) {
    boolean over() {
      if (!future.isDone()) {
        try {
          condition.get().ifPresent(future::complete);
        } catch (RuntimeException failure) {
          future.completeExceptionally(failure);
        }
      }
      return future.isDone();
    }
  }

  /** Completes {@code future} as soon as {@code condition} gives a value; forgets it when done. */
  public <T> void add(Supplier<Optional<T>> condition, CompletableFuture<T> future) {
    Watch<T> watch = new Watch<>(condition, future);
    if (!watch.over()) {
      watches.add(watch);
    }
  }

  void fail(RuntimeException reason) {
    watches.forEach(watch -> watch.future().completeExceptionally(reason));
    watches.clear();
  }

  void look() {
    watches.removeIf(Watch::over);
  }
}
