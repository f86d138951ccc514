package dev.berth.examples.quickstart;

import dev.berth.model.HealthStatus;
import dev.berth.model.TaskStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * A task of the service, as the engine sees it.
 *
 * @param number the task's number
 * @param version the revision of its task definition, and by that of what it serves
 * @param status where it is
 * @param health what its checks found
 * @param address host and port; empty before it was created
 * @param requested when the service asked for it
 */
record Replica(
    long number,
    int version,
    TaskStatus status,
    HealthStatus health,
    Optional<String> address,
    Instant requested) {
  private static final String NO_ADDRESS = "-";

  /** The task's short name. */
  String name() {
    return EngineHost.SERVICE + "/" + number;
  }

  /** The port of the address, or nothing to read. */
  String port() {
    return address.map(known -> known.substring(known.lastIndexOf(':') + 1)).orElse("");
  }

  String text() {
    return String.join(
        "/",
        Long.toString(number),
        Integer.toString(version),
        status.name(),
        health.name(),
        address.orElse(NO_ADDRESS),
        Long.toString(requested.toEpochMilli()));
  }

  static Replica parse(String text) {
    String[] parts = text.split("/", -1);
    return new Replica(
        Long.parseLong(parts[0]),
        Integer.parseInt(parts[1]),
        TaskStatus.valueOf(parts[2]),
        HealthStatus.valueOf(parts[3]),
        Optional.of(parts[4]).filter(address -> !address.equals(NO_ADDRESS)),
        Instant.ofEpochMilli(Long.parseLong(parts[5])));
  }
}
