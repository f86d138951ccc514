package dev.berth.driver.process.crash;

import dev.berth.model.HealthProbe;
import dev.berth.model.PortBinding;
import dev.berth.spi.HealthProber;
import dev.berth.spi.ProbeResult;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Probes nothing, and so spares each life the quarter second that an HTTP client takes. */
final class NoProber implements HealthProber {
  @Override
  public CompletionStage<ProbeResult> probe(
      HealthProbe.Http probe, PortBinding target, Duration timeout) {
    throw new UnsupportedOperationException("no workload has a health check");
  }

  @Override
  public CompletionStage<ProbeResult> probe(
      HealthProbe.Tcp probe, PortBinding target, Duration timeout) {
    throw new UnsupportedOperationException("no workload has a health check");
  }

  @Override
  public void close() {}
}
