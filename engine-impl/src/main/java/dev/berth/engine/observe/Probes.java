package dev.berth.engine.observe;

import dev.berth.engine.dispatch.DriverCalls;
import dev.berth.engine.state.TaskState;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthProbe;
import dev.berth.model.PortBinding;
import dev.berth.spi.ExecResult;
import dev.berth.spi.HealthProber;
import dev.berth.spi.ProbeResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Carries out one probe: over the network through the prober, as a command through the driver. */
public final class Probes {
  private final DriverCalls calls;
  private final HealthProber prober;

  /** Probes through these. */
  public Probes(DriverCalls calls, HealthProber prober) {
    this.calls = calls;
    this.prober = prober;
  }

  /** What a prober throws instead of failing its stage becomes a failed stage here. */
  CompletionStage<ProbeResult> probe(TaskState task, String container, HealthCheck check) {
    try {
      return begin(task, container, check);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private CompletionStage<ProbeResult> begin(TaskState task, String container, HealthCheck check) {
    return switch (check.probe()) {
      case HealthProbe.Http http ->
          binding(task, http.port())
              .map(target -> prober.probe(http, target, check.timeout()))
              .orElseGet(() -> unknownPort(http.port()));
      case HealthProbe.Tcp tcp ->
          binding(task, tcp.port())
              .map(target -> prober.probe(tcp, target, check.timeout()))
              .orElseGet(() -> unknownPort(tcp.port()));
      case HealthProbe.Command command ->
          calls
              .call(
                  task,
                  driver ->
                      driver.exec(
                          DriverCalls.handle(task), container, command.command(), check.timeout()))
              .thenApply(Probes::verdict);
    };
  }

  private static Optional<PortBinding> binding(TaskState task, String port) {
    return task.ports().stream().filter(binding -> binding.name().equals(port)).findFirst();
  }

  private static CompletionStage<ProbeResult> unknownPort(String port) {
    return CompletableFuture.completedFuture(
        new ProbeResult.Failed("the driver reported no address for port '" + port + "'"));
  }

  private static ProbeResult verdict(ExecResult result) {
    return result.exitCode() == 0
        ? new ProbeResult.Passed()
        : new ProbeResult.Failed(
            "the command ended with exit code %d: %s"
                .formatted(result.exitCode(), result.output().strip()));
  }
}
