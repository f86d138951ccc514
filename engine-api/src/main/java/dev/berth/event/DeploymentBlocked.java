package dev.berth.event;

import dev.berth.model.ServiceId;

/**
 * A deployment can neither start nor stop a task within the service's percentages.
 *
 * @param service the service
 * @param deployment counts the service's deployments, from 1
 * @param reason the numbers, and what would help
 */
public record DeploymentBlocked(ServiceId service, long deployment, String reason)
    implements ServiceEvent {}
