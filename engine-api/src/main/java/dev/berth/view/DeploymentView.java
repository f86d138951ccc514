package dev.berth.view;

import dev.berth.model.PinnedImage;
import dev.berth.model.TaskDefinitionId;
import java.util.List;

/**
 * A deployment of a service at one moment.
 *
 * @param number counts the service's deployments, from 1
 * @param definition the task definition it brings
 * @param rolloutState how far it is
 * @param runningCount its tasks that are RUNNING and wanted
 * @param pendingCount its tasks that are wanted and not RUNNING yet
 * @param healthyCount its tasks that count as healthy
 * @param stoppingCount its tasks that are being stopped
 * @param reason why it is where it is, in words; may be empty
 * @param images what its image tags stand for, once its first task has shown that; containers whose
 *     driver cannot tell, and those that are never to be pulled, are absent
 */
public record DeploymentView(
    long number,
    TaskDefinitionId definition,
    RolloutState rolloutState,
    int runningCount,
    int pendingCount,
    int healthyCount,
    int stoppingCount,
    String reason,
    List<PinnedImage> images) {
  public DeploymentView {
    images = List.copyOf(images);
  }

  /** How far a deployment is (ECS {@code rolloutState}). */
  public enum RolloutState {
    /** Tasks are being replaced or started. */
    IN_PROGRESS,
    /** Every wanted task is healthy, and none of an older deployment is left. */
    COMPLETED,
    /** A newer deployment overtook it before it was completed. */
    FAILED
  }
}
