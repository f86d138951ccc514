package dev.berth.event;

import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;

/**
 * A service was created; its first deployment begins.
 *
 * @param service the service
 * @param spec what it shall be
 */
public record ServiceCreated(ServiceId service, ServiceSpec spec) implements ServiceEvent {}
