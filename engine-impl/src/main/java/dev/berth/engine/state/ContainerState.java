package dev.berth.engine.state;

import dev.berth.model.ContainerExit;
import dev.berth.model.HealthStatus;
import dev.berth.view.ContainerView;
import dev.berth.view.ContainerView.Phase;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine knows it.
 *
 * @param since when {@code phase} began
 */
public record ContainerState(
    String name, Phase phase, HealthStatus health, @Nullable ContainerExit exit, Instant since) {
  static ContainerState waiting(String name, Instant since) {
    return new ContainerState(name, Phase.WAITING, HealthStatus.UNKNOWN, null, since);
  }

  ContainerState withPhase(Phase changed, Instant at) {
    return new ContainerState(name, changed, health, exit, at);
  }

  ContainerState withHealth(HealthStatus changed) {
    return new ContainerState(name, phase, changed, exit, since);
  }

  ContainerState withExit(ContainerExit how, Instant at) {
    return new ContainerState(name, Phase.EXITED, health, how, at);
  }

  /** Whether a driver may have something of it running. */
  public boolean live() {
    return switch (phase) {
      case STARTING, RUNNING, STOPPING -> true;
      case WAITING, EXITED -> false;
    };
  }

  ContainerView view() {
    return new ContainerView(name, phase, health, Optional.ofNullable(exit));
  }
}
