package dev.berth.spi;

/**
 * The state as of one entry, as an engine wrote it beside the entries of a journal.
 *
 * @param sequence of the last entry that the state contains
 * @param chunks what was written, chunk by chunk, each verified; read while they are iterated, so
 *     that no more than one has to be in memory. They are there until the journal is closed or a
 *     newer snapshot takes their place; an iteration fails with a {@link
 *     dev.berth.JournalException} after that, or if what is read no longer verifies
 */
public record JournalSnapshot(long sequence, Iterable<byte[]> chunks) {}
