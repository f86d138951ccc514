package dev.berth.event;

import dev.berth.model.ServiceId;

/** A fact about a service. */
public sealed interface ServiceEvent extends Event
    permits ServiceCreated,
        ServiceUpdated,
        ServiceRedeployed,
        ServiceDeleted,
        ServiceRemoved,
        DeploymentCompleted,
        DeploymentBlocked,
        ImagesPinned,
        LaunchThrottled,
        LaunchThrottleReset {
  /** The service. */
  ServiceId service();
}
