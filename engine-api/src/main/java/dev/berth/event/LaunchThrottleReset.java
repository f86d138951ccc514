package dev.berth.event;

import dev.berth.model.ServiceId;

/**
 * A service's tasks may start without delay again.
 *
 * @param service the service
 */
public record LaunchThrottleReset(ServiceId service) implements ServiceEvent {}
