package dev.berth.engine.journal;

import dev.berth.JournalException;
import dev.berth.spi.Journal;
import java.util.Iterator;
import java.util.List;

/** Which snapshots and which drops a journal accepts, in one place for every journal. */
final class SnapshotRules {
  /** So many snapshots are kept: one to start from, and one for the day that one is damaged. */
  static final int KEPT = 2;

  private final String journal;

  /** Rules whose messages call the journal {@code journal}. */
  SnapshotRules(String journal) {
    this.journal = journal;
  }

  /** Refuses a snapshot that is not of {@code tail}'s leader, or is not the next one. */
  void requireNext(Tail tail, long epoch, long sequence, List<Long> kept) {
    tail.requireNewest(journal, epoch);
    if (sequence > tail.lastSequence()) {
      throw new JournalException(
          "%s: a snapshot at %d is beyond the last entry, which is %d: write it at that one"
              .formatted(journal, sequence, tail.lastSequence()));
    }
    long newest = kept.isEmpty() ? 0 : kept.getLast();
    if (sequence <= newest) {
      throw new JournalException(
          "%s: a snapshot at %d is not newer than the newest, which is at %d: write it when more was appended"
              .formatted(journal, sequence, newest));
    }
  }

  /** {@code chunks}, of which each is refused that is too large. */
  Iterator<byte[]> bounded(long sequence, Iterator<byte[]> chunks) {
    return new Iterator<>() {
      private int number;

      @Override
      public boolean hasNext() {
        return chunks.hasNext();
      }

      @Override
      public byte[] next() {
        byte[] chunk = chunks.next();
        number++;
        if (chunk.length > Journal.MAXIMUM_CHUNK_BYTES) {
          throw new JournalException(
              "%s: chunk %d of the snapshot at %d has %d bytes, a chunk has at most %d: divide it"
                  .formatted(journal, number, sequence, chunk.length, Journal.MAXIMUM_CHUNK_BYTES));
        }
        return chunk;
      }
    };
  }

  /**
   * Up to which entry all may go.
   *
   * @param kept the sequences of the snapshots that count, the oldest first
   */
  long droppable(Tail tail, long epoch, long sequence, int most, List<Long> kept) {
    tail.requireNewest(journal, epoch);
    if (most < 1) {
      throw new JournalException(
          "%s: at most %d entries cannot be dropped: ask for 1 or more".formatted(journal, most));
    }
    return kept.size() < KEPT ? 0 : Math.min(sequence, kept.getFirst());
  }

  /** Refuses a reading that begins at what is no longer there. */
  void requireKept(long sequence, long dropped) {
    if (sequence < dropped) {
      throw new JournalException(
          "%s: entries up to %d were dropped, so those after %d cannot be read: the first that is kept is %d, begin with a snapshot"
              .formatted(journal, dropped, sequence, dropped + 1));
    }
  }
}
