package dev.berth.view;

import dev.berth.model.ContainerExit;
import dev.berth.model.HealthStatus;
import java.util.Optional;

/**
 * A container of a task at one moment.
 *
 * @param name the container's name
 * @param phase how far it is
 * @param health what its checks found
 * @param exit how it ended, once it has
 */
public record ContainerView(
    String name, Phase phase, HealthStatus health, Optional<ContainerExit> exit) {
  /** How far a container is. */
  public enum Phase {
    /** Waits for its turn. */
    WAITING,
    /** Told to start. */
    STARTING,
    /** Runs. */
    RUNNING,
    /** Told to stop. */
    STOPPING,
    /** Ended. */
    EXITED
  }
}
