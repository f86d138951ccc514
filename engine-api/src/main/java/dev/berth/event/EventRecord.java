package dev.berth.event;

import java.time.Instant;

/**
 * An event with its place in the journal.
 *
 * @param sequence from 1, without gaps
 * @param time when it was decided
 * @param event what happened
 */
public record EventRecord(long sequence, Instant time, Event event) {}
