package dev.berth.event;

import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;

/**
 * A service shall be something else; another task definition begins a deployment.
 *
 * @param service the service
 * @param spec what it shall be from now on
 */
public record ServiceUpdated(ServiceId service, ServiceSpec spec) implements ServiceEvent {}
