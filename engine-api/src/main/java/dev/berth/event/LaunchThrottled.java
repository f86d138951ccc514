package dev.berth.event;

import dev.berth.model.ServiceId;
import java.time.Instant;

/**
 * Tasks of a service stopped before they were RUNNING: the next start waits.
 *
 * @param service the service
 * @param failures rounds of failed starts in a row
 * @param until when the next task may be asked for
 * @param reason why the last one failed
 */
public record LaunchThrottled(ServiceId service, int failures, Instant until, String reason)
    implements ServiceEvent {}
