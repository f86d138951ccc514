package dev.berth.journal;

import dev.berth.event.Event;
import java.time.Instant;

/**
 * An event as a journal holds it.
 *
 * @param sequence from 1, without gaps
 * @param epoch counts the starts of the engine: under which of them it was decided
 * @param time when it was decided
 * @param event what happened
 */
public record RecordedEvent(long sequence, long epoch, Instant time, Event event) {}
