package dev.berth.engine.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Makes steps durable on a thread of its own, in their order, while the loop decides the next ones:
 * under load the one has as much to do as the other. The loop may be a few steps ahead, no more.
 * Belongs to the loop's thread, and has a thread only once it was needed.
 */
final class JournalThread {
  /** So many steps may be decided and not durable. */
  private static final int MOST_AHEAD = 4;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("berth-journal").daemon().factory());
  private final Semaphore ahead = new Semaphore(MOST_AHEAD);
  private final Deque<Step> unfinished = new ArrayDeque<>();

  /** Used by the journal's thread alone: nothing is appended after a failure. */
  private boolean failed;

  /** Whether every step that was handed over is finished. */
  boolean idle() {
    return unfinished.isEmpty();
  }

  /** The steps that are handed over and not finished; if the loop fails nobody answers them. */
  Iterable<Step> unfinished() {
    return unfinished;
  }

  /**
   * Appends {@code step} and then hands over its end; waits while too many are under way.
   *
   * @param loop whose step it is
   * @param ends takes what finishes the step, or what tells of the failure, on the loop's thread
   */
  void append(Step step, EngineLoop loop, Consumer<Input.Appended> ends)
      throws InterruptedException {
    ahead.acquire();
    unfinished.add(step);
    thread.execute(() -> {
      if (!failed) {
        ends.accept(appended(step, loop));
      }
      ahead.release();
    });
  }

  private Input.Appended appended(Step step, EngineLoop loop) {
    try {
      loop.append(step);
      return new Input.Appended(now -> {
        loop.finish(step, now);
        unfinished.remove();
      });
    } catch (RuntimeException | Error failure) {
      failed = true;
      return new Input.Appended(now -> {
        throw failure;
      });
    }
  }

  /** Ends the thread once all that was handed over is appended, or failed. */
  void end() {
    thread.close();
  }
}
