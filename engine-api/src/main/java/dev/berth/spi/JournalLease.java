package dev.berth.spi;

/**
 * The right to extend a journal.
 *
 * @param engineId given to the journal when it was made, the same for ever
 * @param epoch higher than any before
 * @param lastSequence of the newest entry, 0 if there is none
 */
public record JournalLease(String engineId, long epoch, long lastSequence) {}
