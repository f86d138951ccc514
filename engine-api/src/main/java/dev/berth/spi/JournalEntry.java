package dev.berth.spi;

import java.time.Instant;

/**
 * One event as a journal keeps it. The journal itself adds checksum and hash chain.
 *
 * @param sequence from 1, without gaps
 * @param epoch of the lease under which it was appended
 * @param time when the event was decided
 * @param type the event's simple name
 * @param payload the event in the engine's encoding, JSON
 */
public record JournalEntry(long sequence, long epoch, Instant time, String type, String payload) {}
