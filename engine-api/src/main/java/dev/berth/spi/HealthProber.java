package dev.berth.spi;

import dev.berth.model.HealthProbe;
import dev.berth.model.PortBinding;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What probes a container over the network; an engine's own one opens real connections. */
public interface HealthProber extends AutoCloseable {
  /**
   * One HTTP request.
   *
   * @param timeout after which the probe has failed
   */
  CompletionStage<ProbeResult> probe(HealthProbe.Http probe, PortBinding target, Duration timeout);

  /**
   * One TCP connection.
   *
   * @param timeout after which the probe has failed
   */
  CompletionStage<ProbeResult> probe(HealthProbe.Tcp probe, PortBinding target, Duration timeout);

  /** Releases threads and connections. */
  @Override
  void close();
}
