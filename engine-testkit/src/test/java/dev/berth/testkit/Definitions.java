package dev.berth.testkit;

import static java.time.Duration.ofSeconds;

import dev.berth.model.HealthCheck;
import dev.berth.model.TaskDefinition;

/** Task definitions that many tests use. */
final class Definitions {
  private Definitions() {}

  /** One container with one port and no health check. */
  static TaskDefinition plain(String family) {
    return TaskDefinition.builder(family)
        .container(
            "app", app -> app.command("serve").cpuUnits(256).memoryMiB(256).port("http", 8080))
        .build();
  }

  /** One container with one port, checked every five seconds, unhealthy after three failures. */
  static TaskDefinition checked(String family) {
    return checked(family, "serve");
  }

  /** As {@link #checked(String)}, with another command so that it is another revision. */
  static TaskDefinition checked(String family, String command) {
    return TaskDefinition.builder(family)
        .container(
            "app",
            app ->
                app.command(command)
                    .cpuUnits(256)
                    .memoryMiB(256)
                    .port("http", 8080)
                    .health(HealthCheck.http("http", "/ready").interval(ofSeconds(5))))
        .build();
  }
}
