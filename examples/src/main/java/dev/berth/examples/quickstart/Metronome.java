package dev.berth.examples.quickstart;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does the same at an even pace, on a thread of its own. */
final class Metronome implements AutoCloseable {
  private final ScheduledExecutorService clock;
  private Optional<Future<?>> beats = Optional.empty();

  Metronome(String name) {
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
  }

  synchronized void start(Duration pace, Runnable beat) {
    beats = Optional.of(clock.scheduleAtFixedRate(beat, 0, pace.toNanos(), TimeUnit.NANOSECONDS));
  }

  /**
   * Waits for the beat that is being done, and does no more.
   *
   * @throws IllegalStateException if a beat failed, after which there were no others
   */
  @Override
  public synchronized void close() {
    clock.close();
    Optional<Future<?>> failed = beats.filter(done -> done.state() == Future.State.FAILED);
    if (failed.isPresent()) {
      throw new IllegalStateException("a beat failed", failed.get().exceptionNow());
    }
  }
}
