package dev.berth.engine.state;

import dev.berth.model.PinnedImage;
import dev.berth.model.TaskDefinitionId;
import dev.berth.view.DeploymentView.RolloutState;
import java.util.ArrayList;
import java.util.List;

/**
 * A deployment as the engine knows it.
 *
 * @param images what its image tags stand for, as far as it is known
 */
public record DeploymentState(
    long number,
    TaskDefinitionId definition,
    RolloutState rolloutState,
    String reason,
    List<PinnedImage> images) {
  public DeploymentState {
    images = List.copyOf(images);
  }

  DeploymentState with(RolloutState changed, String why) {
    return new DeploymentState(number, definition, changed, why, images);
  }

  /** What was found first holds. */
  DeploymentState pinned(List<PinnedImage> found) {
    List<PinnedImage> known = new ArrayList<>(images);
    found.stream().filter(image -> !pins(image.container())).forEach(known::add);
    return new DeploymentState(number, definition, rolloutState, reason, known);
  }

  /** Whether it is known what a container's image is. */
  public boolean pins(String container) {
    return images.stream().anyMatch(image -> image.container().equals(container));
  }
}
