package dev.berth.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;

/** What many seeds came to together; any thread may add to it. */
final class Tally {
  private static final Instant BEGIN = new VirtualTime().now();

  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
  private Duration virtual = Duration.ZERO;
  private long events;
  private int seeds;

  synchronized void add(Simulation simulation) {
    seeds++;
    virtual = virtual.plus(Duration.between(BEGIN, simulation.time().now()));
    simulation.plan().struck().forEach((fault, count) -> struck.merge(fault, count, Integer::sum));
    events += simulation.events();
  }

  synchronized int times(Fault fault) {
    return struck.getOrDefault(fault, 0);
  }

  synchronized String summary(Duration took) {
    return "simulation: %,d seeds in %s (%,d per second), %,d h of virtual time, %,d events%n%s"
        .formatted(
            seeds,
            took.truncatedTo(ChronoUnit.MILLIS),
            seeds * 1000L / Math.max(1, took.toMillis()),
            virtual.toHours(),
            events,
            struck);
  }
}
