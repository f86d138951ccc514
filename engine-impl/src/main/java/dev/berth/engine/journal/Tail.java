package dev.berth.engine.journal;

import dev.berth.JournalException;
import dev.berth.spi.JournalEntry;
import java.util.List;

/**
 * Where a journal ends: under which epoch and after which sequence number it can be extended.
 *
 * @param epoch of the newest lease
 * @param lastSequence of the newest entry, 0 if there is none
 */
record Tail(long epoch, long lastSequence) {
  /**
   * Refuses what is not the next batch of the newest leader.
   *
   * @param journal names the journal in messages
   */
  void requireNext(String journal, long epochOfCaller, List<JournalEntry> entries) {
    requireNewest(journal, epochOfCaller);
    long expected = lastSequence;
    for (JournalEntry entry : entries) {
      expected++;
      if (entry.sequence() != expected) {
        throw new JournalException(
            "%s: entry %d does not continue the sequence: %d is next"
                .formatted(journal, entry.sequence(), expected));
      }
      if (entry.epoch() != epoch) {
        throw new JournalException(
            "%s: entry %d bears epoch %d, but is appended under epoch %d"
                .formatted(journal, entry.sequence(), entry.epoch(), epoch));
      }
    }
  }

  /** Refuses whoever is not the newest leader. */
  void requireNewest(String journal, long epochOfCaller) {
    if (epochOfCaller != epoch) {
      throw stale(journal, epochOfCaller);
    }
  }

  JournalException stale(String journal, long epochOfCaller) {
    return new JournalException(
        "%s: epoch %d is not the newest lease's, which is %d: another engine leads, stop this one"
            .formatted(journal, epochOfCaller, epoch));
  }
}
