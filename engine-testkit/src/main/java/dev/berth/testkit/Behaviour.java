package dev.berth.testkit;

import dev.berth.model.ContainerExit;
import dev.berth.spi.DriverException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a simulated container behaves.
 *
 * @param startDelay from the call to the container's running
 * @param starts whether it ever runs; if not, the call never returns
 * @param startFailure how the start fails, if it does
 * @param life from its start to its exit by itself; empty: it runs until it is stopped
 * @param exit how it ends by itself
 * @param healthy whether its health checks pass
 * @param healthyAfter from its start until they pass
 * @param stopsAfter from the stop request to its end; empty: it must be killed
 * @param output the lines it prints when it starts
 */
public record Behaviour(
    Duration startDelay,
    boolean starts,
    Optional<DriverException> startFailure,
    Optional<Duration> life,
    ContainerExit exit,
    boolean healthy,
    Duration healthyAfter,
    Optional<Duration> stopsAfter,
    List<String> output) {
  private static final Duration SHORT = Duration.ofMillis(100);

  /** Starts within 100 ms, runs, is healthy, and ends within 100 ms of being asked to. */
  public static Behaviour runs() {
    return new Behaviour(
        SHORT,
        true,
        Optional.empty(),
        Optional.empty(),
        ContainerExit.code(0),
        true,
        Duration.ZERO,
        Optional.of(SHORT),
        List.of());
  }

  /** This behaviour with a slower or faster start. */
  public Behaviour startsAfter(Duration delay) {
    return new Behaviour(
        delay, starts, startFailure, life, exit, healthy, healthyAfter, stopsAfter, output);
  }

  /** This behaviour with a start that never comes about. */
  public Behaviour neverStarts() {
    return new Behaviour(
        startDelay, false, startFailure, life, exit, healthy, healthyAfter, stopsAfter, output);
  }

  /** This behaviour with a start that fails. */
  public Behaviour failsToStart(DriverException.Reason reason, String message) {
    return new Behaviour(
        startDelay,
        starts,
        Optional.of(new DriverException(reason, message)),
        life,
        exit,
        healthy,
        healthyAfter,
        stopsAfter,
        output);
  }

  /** This behaviour with an exit by itself. */
  public Behaviour exits(Duration after, ContainerExit how) {
    return new Behaviour(
        startDelay,
        starts,
        startFailure,
        Optional.of(after),
        how,
        healthy,
        healthyAfter,
        stopsAfter,
        output);
  }

  /** This behaviour with health checks that never pass. */
  public Behaviour failsHealthChecks() {
    return new Behaviour(
        startDelay, starts, startFailure, life, exit, false, healthyAfter, stopsAfter, output);
  }

  /** This behaviour with health checks that pass only after a while. */
  public Behaviour healthyAfter(Duration delay) {
    return new Behaviour(
        startDelay, starts, startFailure, life, exit, healthy, delay, stopsAfter, output);
  }

  /** This behaviour with a slower or faster end. */
  public Behaviour stopsAfter(Duration delay) {
    return new Behaviour(
        startDelay,
        starts,
        startFailure,
        life,
        exit,
        healthy,
        healthyAfter,
        Optional.of(delay),
        output);
  }

  /** This behaviour with no answer to being asked to end: it must be killed. */
  public Behaviour ignoresStop() {
    return new Behaviour(
        startDelay,
        starts,
        startFailure,
        life,
        exit,
        healthy,
        healthyAfter,
        Optional.empty(),
        output);
  }

  /** This behaviour with lines that it prints when it starts. */
  public Behaviour prints(List<String> lines) {
    return new Behaviour(
        startDelay,
        starts,
        startFailure,
        life,
        exit,
        healthy,
        healthyAfter,
        stopsAfter,
        List.copyOf(lines));
  }
}
