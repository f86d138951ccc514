package dev.berth.testkit;

import java.util.EnumSet;
import java.util.Set;

/**
 * What can go wrong in a simulation.
 *
 * <p>Each fault draws from a stream of its own, made of the seed and its name. So one that is left
 * out takes nothing from the others, and one that is added changes no seed that does not have it.
 */
public enum Fault {
  /** A call does not reach the driver, and fails. */
  REQUEST_LOST(0.15),
  /** A call is carried out long after it was made; the engine may have made it again meanwhile. */
  REQUEST_LATE(0.08),
  /** A call is carried out twice, the second time later. */
  REQUEST_TWICE(0.1),
  /** A call is carried out, but fails. */
  REPLY_LOST(0.12),
  /** A call is carried out at once, and answered long after. */
  REPLY_LATE(0.12),
  /** A call is carried out and never answered. */
  CALL_HANGS(0.04),
  /** A driver refuses to create a task. */
  CREATE_REFUSED(0.1),
  /** A listing arrives late, and shows what was so when it was asked for. */
  LISTING_STALE(0.5),
  /** A listing fails. */
  LISTING_LOST(0.2),
  /** What a driver noticed is not told. */
  OBSERVATION_LOST(0.5),
  /** What a driver noticed is told again later. */
  OBSERVATION_TWICE(0.5),
  /** A driver restarts: for a while every call fails, and what was under way is not answered. */
  DRIVER_AWAY(40, 10),
  /** A container takes long to start. */
  SLOW_START(0.3),
  /** A container ends as soon as it has started. */
  INSTANT_EXIT(0.15),
  /** A container ends by itself after a while. */
  EXIT(0.2),
  /** A container cannot be started. */
  START_REFUSED(0.1),
  /** A container never becomes healthy. */
  NEVER_HEALTHY(0.15),
  /** A container does not end when it is asked to. */
  STOP_IGNORED(0.3),
  /** A running container is killed by somebody else. */
  CONTAINER_KILLED(15, 0),
  /** A running container's health checks fail from now on. */
  HEALTH_LOST(20, 0),
  /** A task vanishes from its node with all that was there. */
  TASK_VANISHED(25, 0),
  /** A node loses its power, and comes back later. */
  NODE_LOST(30, 100),
  /** A node cannot be reached for a while; what is on it goes on. */
  NODE_CUT_OFF(30, 100),
  /** All nodes of a zone lose their power, and come back later. */
  ZONE_LOST(50, 100),
  /** The engine dies at a moment between its steps. */
  CRASH(25, 5),
  /** The engine dies before a step was made durable. */
  CRASH_BEFORE_FLUSH(0.02),
  /** The engine dies after a step was made durable and before anything came of it. */
  CRASH_AFTER_FLUSH(0.02),
  /** The engine dies with one of several calls that a step makes. */
  CRASH_IN_CALL(0.02),
  /** The engine dies while a step is written. A batch is one unit: nothing of it is kept. */
  TORN_WRITE(0.02),
  /** An append fails although the batch was kept, or not: the engine cannot know. */
  APPEND_FAILED(0.02),
  /** The disk is full for a while. */
  DISK_FULL(0.01),
  /** Appends take long, and the engine decides on before they are done. */
  DISK_SLOW(0.3),
  /** A snapshot cannot be written. */
  SNAPSHOT_FAILED(0.5),
  /** Another engine takes over while the first only stood still, and goes on for a while. */
  DEPOSED_LEADER(35, 3),
  /** The engine's clock is set forward. */
  CLOCK_AHEAD(40, 90),
  /** The engine's clock is set back. */
  CLOCK_BACK(40, 30);

  /** How likely it is at each opportunity; 0 for what comes by itself. */
  final double rate;

  /** How many seconds pass until it comes by itself, on average; 0 for what needs an occasion. */
  final int everySeconds;

  /** For how long it lasts or how far it goes, in seconds, at most. */
  final int mostSeconds;

  Fault(double rate) {
    this(rate, 0, 0);
  }

  Fault(int everySeconds, int mostSeconds) {
    this(0, everySeconds, mostSeconds);
  }

  Fault(double rate, int everySeconds, int mostSeconds) {
    this.rate = rate;
    this.everySeconds = everySeconds;
    this.mostSeconds = mostSeconds;
  }

  /** All of them. */
  public static Set<Fault> all() {
    return EnumSet.allOf(Fault.class);
  }
}
