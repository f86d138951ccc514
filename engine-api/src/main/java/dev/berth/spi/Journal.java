package dev.berth.spi;

import dev.berth.JournalException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where an engine keeps its events: an append-only sequence that only the newest leader extends.
 *
 * <p>An instance serves one engine and one thread at a time: {@link #open} once, {@link #close} at
 * the end. Entries are numbered from 1 without gaps. What {@link #append} accepted is durable when
 * it returns. After an {@link JournalException} out of {@code append} it is unknown whether the
 * batch was kept; the engine then stops, and the next {@code open} tells.
 */
public interface Journal extends AutoCloseable {
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
   * @throws JournalException at the first entry that does not verify; it names the sequence number
   */
  void read(long sequence, Consumer<JournalEntry> consumer);

  /**
   * A directory on the local disk for what belongs to this journal, such as the drivers' own files;
   * empty if the journal does not outlive the process or is not on the local disk.
   */
  Optional<Path> directory();

  /** Releases the journal, so that another engine can open it. */
  @Override
  void close();
}
