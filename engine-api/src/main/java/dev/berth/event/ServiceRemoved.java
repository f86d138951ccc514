package dev.berth.event;

import dev.berth.model.ServiceId;

/**
 * The last task of a deleted service is gone, and with it the service.
 *
 * @param service the service
 */
public record ServiceRemoved(ServiceId service) implements ServiceEvent {}
