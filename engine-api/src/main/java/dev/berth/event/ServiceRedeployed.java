package dev.berth.event;

import dev.berth.model.ServiceId;

/**
 * A service shall replace all its tasks by such of the same task definition (ECS {@code
 * forceNewDeployment}).
 *
 * @param service the service
 */
public record ServiceRedeployed(ServiceId service) implements ServiceEvent {}
