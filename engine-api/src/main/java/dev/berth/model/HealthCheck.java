package dev.berth.model;

import java.time.Duration;
import java.util.List;

/**
 * A container's health check: what is probed, how often, and how many failures in a row make the
 * container unhealthy. Meaning and defaults are those of ECS container health checks; the lower
 * bounds are wider, because tests and local use need shorter times than ECS allows.
 *
 * <p>Until a probe has passed for the first time, probes follow each other at the shorter of {@code
 * interval} and one second, so that a quick start is noticed quickly. Failures inside {@code
 * startPeriod} are not counted; the first success ends it.
 *
 * @param probe what is done once
 * @param interval from the end of one probe to the start of the next; 10 ms to 1 h, default 30 s
 * @param timeout a probe without answer for so long has failed; 10 ms to 2 min, default 5 s
 * @param retries failures in a row that make the container unhealthy; 1 to 10, default 3
 * @param startPeriod 0 to 1 h, default 0
 */
public record HealthCheck(
    HealthProbe probe, Duration interval, Duration timeout, int retries, Duration startPeriod) {
  private static final Duration SHORTEST = Duration.ofMillis(10);

  public HealthCheck {
    Requirements.between("health check's interval", interval, SHORTEST, Duration.ofHours(1));
    Requirements.between("health check's timeout", timeout, SHORTEST, Duration.ofMinutes(2));
    Requirements.between("health check's retries", retries, 1, 10);
    Requirements.between(
        "health check's startPeriod", startPeriod, Duration.ZERO, Duration.ofHours(1));
  }

  /** An HTTP GET of {@code path} on the port mapping named {@code port}, with ECS's defaults. */
  public static HealthCheck http(String port, String path) {
    return of(new HealthProbe.Http(port, path));
  }

  /** A TCP connection to the port mapping named {@code port}, with ECS's defaults. */
  public static HealthCheck tcp(String port) {
    return of(new HealthProbe.Tcp(port));
  }

  /** A command run beside the container's own, with ECS's defaults. */
  public static HealthCheck command(String... command) {
    return of(new HealthProbe.Command(List.of(command)));
  }

  /** A check of {@code probe} with ECS's defaults. */
  public static HealthCheck of(HealthProbe probe) {
    return new HealthCheck(probe, Duration.ofSeconds(30), Duration.ofSeconds(5), 3, Duration.ZERO);
  }

  /** This check with another interval. */
  public HealthCheck interval(Duration changed) {
    return new HealthCheck(probe, changed, timeout, retries, startPeriod);
  }

  /** This check with another timeout. */
  public HealthCheck timeout(Duration changed) {
    return new HealthCheck(probe, interval, changed, retries, startPeriod);
  }

  /** This check with another number of retries. */
  public HealthCheck retries(int changed) {
    return new HealthCheck(probe, interval, timeout, changed, startPeriod);
  }

  /** This check with another start period. */
  public HealthCheck startPeriod(Duration changed) {
    return new HealthCheck(probe, interval, timeout, retries, changed);
  }
}
