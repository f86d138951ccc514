package dev.berth.engine.journal;

import dev.berth.JournalException;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import dev.berth.spi.JournalSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a directory, kept by SQLite in {@code journal.db}: write-ahead log, synced at each
 * append, one engine at a time.
 *
 * <p><b>What is verified when.</b> {@link #open} verifies the meta row and the newest entry, which
 * takes the same time for each journal. {@link #read} verifies each row it passes, and that the
 * last one is the newest. An engine opens and then reads all, so a byte flipped anywhere in the
 * file keeps it from starting: the message names the sequence number, or what SQLite found. Where
 * the flipped byte means nothing, all entries are as they were.
 *
 * <p><b>What is not noticed:</b> that the end of the write-ahead log, or the whole file, was lost
 * or replaced by an older copy. Whatever is written here would be lost with it. The engine notices
 * by the labels of its tasks, which carry the sequence number and the engine id.
 *
 * <p><b>After a failed append</b> the connection is closed and this instance takes nothing more,
 * because it is unknown whether the entries were kept. Opening again tells.
 */
public final class SqliteJournal implements Journal {
  private final Path directory;
  private final SqliteFailures failures;
  private volatile @Nullable SqliteSession session;
  private volatile @Nullable JournalException failure;

  /** A journal in {@code directory}, which {@link #open} makes if it is missing. */
  public SqliteJournal(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    this.failures = new SqliteFailures(this.directory);
  }

  @Override
  public JournalLease open() {
    if (session != null) {
      throw failures.inUse();
    }
    Path file = directory.resolve("journal.db");
    try {
      JournalDirectory.make(directory, file);
    } catch (IOException e) {
      throw Files.isRegularFile(directory) ? failures.isFile() : failures.notMade(e);
    }
    try {
      session = SqliteSession.open(file, failures);
    } catch (SQLException e) {
      throw failures.opening(e);
    }
    failure = null;
    SqliteMeta meta = session.meta();
    return new JournalLease(meta.engineId(), meta.epoch(), meta.lastSequence());
  }

  @Override
  public void append(long epoch, List<JournalEntry> entries) {
    SqliteSession opened = requireOpen();
    opened.meta().tail().requireNext(failures.journal(), epoch, entries);
    if (entries.isEmpty()) {
      return;
    }
    try {
      opened.append(entries);
    } catch (SQLException e) {
      throw failed(
          failures.appending(entries.getFirst().sequence(), entries.getLast().sequence(), e));
    } catch (JournalException e) {
      throw failed(e);
    }
  }

  @Override
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    requireOpen().read(sequence, consumer);
  }

  @Override
  public void writeSnapshot(long epoch, long sequence, Iterator<byte[]> chunks) {
    throw new JournalException(failures.journal() + " keeps no snapshots yet");
  }

  @Override
  public Optional<JournalSnapshot> snapshot() {
    return Optional.empty();
  }

  @Override
  public int drop(long epoch, long sequence, int most) {
    return 0;
  }

  @Override
  public Optional<Path> directory() {
    return Optional.of(directory);
  }

  /** The lock on the file is not lost while it is open. */
  @Override
  public void requireLead(long epoch) {
    requireOpen().meta().tail().requireNewest(failures.journal(), epoch);
  }

  @Override
  public void close() {
    SqliteSession closing = session;
    session = null;
    failure = null;
    if (closing == null) {
      return;
    }
    try {
      closing.close();
    } catch (SQLException e) {
      throw failures.closing(e);
    }
  }

  private JournalException failed(JournalException reason) {
    session = null;
    failure = reason;
    return reason;
  }

  private SqliteSession requireOpen() {
    if (failure != null) {
      throw failures.failedBefore(failure);
    }
    if (session == null) {
      throw failures.closed();
    }
    return session;
  }
}
