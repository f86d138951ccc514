package dev.berth.view;

import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A service at one moment.
 *
 * @param id the service
 * @param spec what it shall be
 * @param deleting whether it was deleted and its tasks are being stopped
 * @param deployments newest first: the current one, and older ones that still have tasks
 * @param runningCount tasks that are RUNNING and wanted
 * @param pendingCount tasks that are wanted and not RUNNING yet
 * @param healthyCount tasks that count as healthy
 * @param stoppingCount tasks that are being stopped
 * @param throttledUntil when the next task may start, if starts failed
 * @param message what holds it up, in words; may be empty
 */
public record ServiceView(
    ServiceId id,
    ServiceSpec spec,
    boolean deleting,
    List<DeploymentView> deployments,
    int runningCount,
    int pendingCount,
    int healthyCount,
    int stoppingCount,
    Optional<Instant> throttledUntil,
    String message) {
  public ServiceView {
    deployments = List.copyOf(deployments);
  }

  /** Whether exactly the desired tasks run, all healthy, and nothing is being replaced. */
  public boolean steady() {
    return !deleting
        && healthyCount == spec.desiredCount()
        && runningCount == spec.desiredCount()
        && pendingCount == 0
        && stoppingCount == 0
        && deployments.size() == 1
        && deployments.get(0).rolloutState() == DeploymentView.RolloutState.COMPLETED;
  }
}
