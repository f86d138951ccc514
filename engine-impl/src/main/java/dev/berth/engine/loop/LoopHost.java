package dev.berth.engine.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/**
 * What carries a loop: gives it time, a thread and its inputs. A real one waits for the wall clock;
 * a virtual one moves its clock instead of waiting.
 */
public interface LoopHost {
  /** The time now. */
  Instant now();

  /** Hands an input to the loop; may be called from any thread, before {@link #start} too. */
  void put(Input input);

  /** How many inputs wait. */
  int waiting();

  /** Begins to carry {@code loop}. */
  void start(EngineLoop loop);

  /**
   * Waits for {@code future}.
   *
   * @throws TimeoutException if it is not done within {@code timeout}
   */
  <T> T await(CompletableFuture<T> future, Duration timeout) throws TimeoutException;

  /** Runs what is the users', never on the loop's thread. */
  Executor userThreads();

  /** Runs what takes long, with nobody waiting for it. */
  Executor background();

  /** Ends carrying the loop and releases the threads; inputs are no longer taken. */
  void stop();
}
