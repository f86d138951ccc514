package dev.berth.driver.docker;

import dev.berth.model.ContainerExit;
import dev.berth.spi.DriverException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The stops under way: a signal, a deadline, SIGKILL. No thread waits for any of them; the end is
 * noticed by an event, or by a look every now and then where that was lost.
 */
final class Stops implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Daemon daemon;
  private final DriverThreads threads;
  private final Map<String, Stop> stops = new ConcurrentHashMap<>();

  /** One container that was asked to end. */
  private static final class Stop {
    final CompletableFuture<ContainerExit> end = new CompletableFuture<>();
    private long killAt;

    Stop(long killAt) {
      this.killAt = killAt;
    }

    synchronized void killNoLaterThan(long nanos) {
      if (nanos - killAt < 0) {
        killAt = nanos;
      }
    }

    synchronized long untilKill(long now) {
      return killAt - now;
    }
  }

  Stops(Daemon daemon, DriverThreads threads) {
    this.daemon = daemon;
    this.threads = threads;
  }

  /**
   * Begins to stop a container that runs; a stop under way only gets the nearer deadline.
   *
   * @param signal by which it is asked to end, unless the timeout is zero
   */
  CompletableFuture<ContainerExit> stop(String id, String signal, Duration timeout) {
    long killAt = System.nanoTime() + timeout.toNanos();
    Stop stop = stops.computeIfAbsent(id, absent -> new Stop(killAt));
    stop.killNoLaterThan(killAt);
    try {
      if (daemon.kill(id, timeout.isZero() ? "SIGKILL" : signal)) {
        // Its end is an event.
        lookLater(id, stop);
      } else {
        look(id, stop);
      }
    } catch (RuntimeException failure) {
      fail(id, stop, failure);
    }
    return stop.end;
  }

  /** A container was seen, be it gone. */
  void seen(String id, Optional<Seen> container) {
    Stop stop = stops.get(id);
    if (stop != null) {
      boolean unused = over(id, stop, container);
    }
  }

  private void look(String id, Stop stop) {
    if (!lookOnce(id, stop)) {
      lookLater(id, stop);
    }
  }

  private void lookLater(String id, Stop stop) {
    long wait = Math.clamp(stop.untilKill(System.nanoTime()), 1_000_000, LOOK_NANOS);
    threads.after(Duration.ofNanos(wait), () -> look(id, stop));
  }

  /** Whether the stop is over. */
  private boolean lookOnce(String id, Stop stop) {
    if (stop.end.isDone()) {
      return true;
    }
    try {
      if (over(id, stop, daemon.inspect(id))) {
        return true;
      }
      if (stop.untilKill(System.nanoTime()) <= 0) {
        boolean unused = daemon.kill(id, "SIGKILL");
      }
      return false;
    } catch (RuntimeException failure) {
      fail(id, stop, failure);
      return true;
    }
  }

  private boolean over(String id, Stop stop, Optional<Seen> seen) {
    if (seen.isPresent() && seen.get().phase() != Seen.Phase.ENDED) {
      return false;
    }
    stops.remove(id, stop);
    stop.end.complete(
        seen.map(Seen::exit).orElse(ContainerExit.unknown("it was removed while it ended")));
    return true;
  }

  private void fail(String id, Stop stop, RuntimeException failure) {
    stops.remove(id, stop);
    stop.end.completeExceptionally(Failures.translate("docker", failure));
  }

  @Override
  public void close() {
    DriverException closed = threads.closed();
    stops.values().forEach(stop -> stop.end.completeExceptionally(closed));
    stops.clear();
  }
}
