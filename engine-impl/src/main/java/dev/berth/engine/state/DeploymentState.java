package dev.berth.engine.state;

import dev.berth.model.TaskDefinitionId;
import dev.berth.view.DeploymentView.RolloutState;

/** A deployment as the engine knows it. */
public record DeploymentState(
    long number, TaskDefinitionId definition, RolloutState rolloutState, String reason) {
  DeploymentState with(RolloutState changed, String why) {
    return new DeploymentState(number, definition, changed, why);
  }
}
