package dev.berth.spi;

import dev.berth.JournalException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where an engine keeps its events: an append-only sequence that only the newest leader extends.
 *
 * <p>An instance serves one engine: {@link #open} once, {@link #close} at the end. Entries are
 * numbered from 1 without gaps. What {@link #append} accepted is durable when it returns. After a
 * {@link JournalException} out of {@code append} it is unknown whether the batch was kept; the
 * engine then stops, and the next {@code open} tells.
 *
 * <p>Beside the entries a journal keeps the two newest snapshots. So an engine need not read what
 * happened before the newest one, and entries that the older one contains can be dropped. While
 * fewer than two are kept, nothing is dropped: damage to one snapshot must never cost the state.
 *
 * <p>One thread at a time may call. Only {@link #writeSnapshot} and {@link #drop} may be called by
 * a second one beside it, which again makes one call at a time. Whatever a call refuses with a
 * {@link JournalException} has changed nothing, unless it says otherwise.
 */
public interface Journal extends AutoCloseable {
  /** The size of the largest chunk of a snapshot: 16 MiB. */
  int MAXIMUM_CHUNK_BYTES = 16 << 20;

  /**
   * Opens the journal and makes the caller its only writer.
   *
   * @throws JournalException if it cannot be opened, another engine has it open, or what it holds
   *     does not verify; the message names the place and, for damage, the sequence number
   */
  JournalLease open();

  /**
   * Appends {@code entries} as one unit: all become durable or none.
   *
   * @param epoch of the caller's lease
   * @throws JournalException if the lease is no longer the newest, the entries do not continue the
   *     sequence, or writing failed
   */
  void append(long epoch, List<JournalEntry> entries);

  /**
   * Hands over every entry after {@code sequence} in order, each verified.
   *
   * @throws JournalException at the first entry that does not verify; it names the sequence number.
   *     Or if entries after {@code sequence} were dropped; it names the first that is still kept
   */
  void read(long sequence, Consumer<JournalEntry> consumer);

  /**
   * Keeps a snapshot of the state as of {@code sequence} beside the entries, and then removes all
   * but the two newest. It is complete or not there at all: one that was interrupted, by whatever,
   * is never seen.
   *
   * <p>May run beside {@link #append}, which it holds up for no more than 50 ms at a time, however
   * large the snapshot is; no chunk is pulled while an append waits for it.
   *
   * @param epoch of the caller's lease
   * @param sequence of the last entry that the state contains
   * @param chunks pulled one after the other; each is opaque, and has at most {@link
   *     #MAXIMUM_CHUNK_BYTES}. What the iterator throws ends the call, and nothing is kept
   * @throws JournalException if the lease is not the newest, now or when the last chunk was
   *     written; {@code sequence} is beyond the last entry, or not newer than the newest snapshot;
   *     a chunk is too large; or writing failed. Nothing is kept then, and the journal goes on
   */
  void writeSnapshot(long epoch, long sequence, Iterator<byte[]> chunks);

  /**
   * The newest snapshot that verifies. If the newest is damaged, the older one is given, and if
   * there is none either, empty; always with a warning in the log that names the damaged one, and
   * only if every entry after what is given is still kept. A damaged one no longer counts as one of
   * the two that are kept.
   *
   * @return empty if the state has to be made from the first entry on
   * @throws JournalException if no snapshot verifies and the first entries were dropped
   */
  Optional<JournalSnapshot> snapshot();

  /**
   * Removes entries up to and including {@code sequence}, the oldest first, but never those after
   * the older of the two snapshots that are kept; with fewer than two it removes none. What is
   * beyond that, or dropped already, is no error.
   *
   * <p>May run beside {@link #append}, which it holds up for no more than 50 ms at a time, however
   * many entries it removes.
   *
   * @param epoch of the caller's lease
   * @param sequence of the last entry that may go
   * @param most how many may go in this call, at least 1
   * @return how many went, 0 when there is nothing left to remove
   * @throws JournalException if the lease is not the newest, {@code most} is less than 1, or
   *     removing failed
   */
  int drop(long epoch, long sequence, int most);

  /**
   * A directory on the local disk for what belongs to this journal, such as the drivers' own files;
   * empty if the journal does not outlive the process or is not on the local disk.
   */
  Optional<Path> directory();

  /**
   * Refuses a caller that may no longer lead, although it appended nothing since: its lease ran
   * out, or another engine took over. The engine asks before each step and before each call of a
   * driver, so that a leader that was cut off or frozen does nothing to the workloads of its
   * successor. Looks at a clock and no further; may be called by any thread.
   *
   * @param epoch of the caller's lease
   * @throws JournalException if the caller may no longer lead, or the journal is not open
   */
  void requireLead(long epoch);

  /**
   * Sets who is told when the lead is lost, at once if it is already: a hint to ask {@link
   * #requireLead} soon. It is run once, on a thread of the journal's, and must not block. A journal
   * whose lead cannot be lost while it is open tells nobody.
   */
  default void onLost(Runnable listener) {}

  /** Releases the journal, so that another engine can open it. */
  @Override
  void close();
}
