package dev.berth.event;

import dev.berth.model.ServiceId;

/**
 * A service was deleted: its tasks are being stopped.
 *
 * @param service the service
 */
public record ServiceDeleted(ServiceId service) implements ServiceEvent {}
