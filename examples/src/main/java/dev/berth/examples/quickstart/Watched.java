package dev.berth.examples.quickstart;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A value that changes, for those who wait until it is as they want it. */
final class Watched<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private T value;
  private Optional<String> end = Optional.empty();

  Watched(T first) {
    value = first;
  }

  T get() {
    lock.lock();
    try {
      return value;
    } finally {
      lock.unlock();
    }
  }

  void change(UnaryOperator<T> change) {
    lock.lock();
    try {
      value = change.apply(value);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** It will not change any more: nobody waits from now on. */
  void end(String reason) {
    lock.lock();
    try {
      end = Optional.of(reason);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a value.
   *
   * @param what names it, for the message
   * @throws Unexpected if it does not come within {@code timeout}, or not any more
   */
  T await(String what, Duration timeout, Predicate<T> wanted) {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (!wanted.test(value)) {
        if (end.isPresent()) {
          throw Unexpected.of(what, end.get());
        }
        if (left <= 0) {
          throw Unexpected.of("%s within %d s".formatted(what, timeout.toSeconds()), "" + value);
        }
        left = changed.awaitNanos(left);
      }
      return value;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Unexpected.of(what, "an interruption");
    } finally {
      lock.unlock();
    }
  }
}
