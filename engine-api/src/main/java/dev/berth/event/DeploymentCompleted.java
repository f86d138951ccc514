package dev.berth.event;

import dev.berth.model.ServiceId;

/**
 * Every wanted task of a deployment is healthy and no older one is left.
 *
 * @param service the service
 * @param deployment counts the service's deployments, from 1
 */
public record DeploymentCompleted(ServiceId service, long deployment) implements ServiceEvent {}
