package dev.berth.engine.journal;

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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a directory, kept by SQLite in {@code journal.db}: write-ahead log, synced at each
 * append, one engine at a time. Snapshots are files in {@code snapshots}.
 *
 * <p><b>What is verified when.</b> {@link #open} verifies the meta table and the newest entry,
 * which takes the same time for each journal. {@link #read} verifies each row it passes, and that
 * the last one is the newest. {@link #snapshot} verifies a whole snapshot before it gives it. An
 * engine opens, takes the newest snapshot, and reads what follows: a byte flipped in any of these
 * keeps it from starting, or makes it take the older snapshot, and the message names the sequence
 * number, or what SQLite found. Where the flipped byte means nothing, all is as it was.
 *
 * <p><b>What the first row is held against.</b> The meta table, which has a checksum of its own and
 * is written in the same transaction, knows the hash of the newest entry that was dropped; before
 * anything was, it is that of the engine id. It also knows the hash of the entry at each snapshot,
 * which is in the snapshot's header too. So a reading that begins at the first kept entry or at a
 * snapshot verifies each row against the one before, the first one included. Only one that begins
 * anywhere else has to take its first row at its own checksum.
 *
 * <p><b>What is not noticed:</b> that the end of the write-ahead log, or the whole directory, was
 * lost or replaced by an older copy. Whatever is written here would be lost with it; only a
 * snapshot that is newer than the last entry tells. The engine notices by the labels of its tasks,
 * which carry the sequence number and the engine id. Nor is damage noticed to entries that no
 * reading passes any more, because a snapshot contains them.
 *
 * <p><b>Who waits for whom.</b> One connection serves both threads, in turns of bounded work: one
 * batch, one slice of rows, one rename or one registration. The lock is fair, so an append waits
 * for one turn, not for a snapshot.
 *
 * <p><b>After a failed change</b> the connection is closed and this instance takes nothing more,
 * because it is unknown whether it was kept. Opening again tells. A snapshot whose file cannot be
 * written is no such change.
 */
public final class SqliteJournal implements Journal {
  private final Path directory;
  private final SqliteFailures failures;
  private final SqliteSnapshots snapshots;
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile @Nullable SqliteSession session;

  /** A journal in {@code directory}, which {@link #open} makes if it is missing. */
  public SqliteJournal(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    this.failures = new SqliteFailures(this.directory);
    this.snapshots = new SqliteSnapshots(this.directory, failures, new Turns());
  }

  @Override
  public JournalLease open() {
    lock.lock();
    try {
      if (session != null) {
        throw failures.inUse();
      }
      session = opened();
      JournalMeta meta = session.meta();
      snapshots.removeLeftovers(meta.snapshots());
      return new JournalLease(meta.engineId(), meta.epoch(), meta.end().sequence());
    } finally {
      lock.unlock();
    }
  }

  private SqliteSession opened() {
    Path file = directory.resolve("journal.db");
    try {
      JournalDirectory.make(directory, file);
    } catch (IOException e) {
      throw Files.isRegularFile(directory) ? failures.isFile() : failures.notMade(e);
    }
    try {
      return SqliteSession.open(file, failures, snapshots.newestFile());
    } catch (SQLException e) {
      throw failures.opening(e);
    }
  }

  @Override
  public void append(long epoch, List<JournalEntry> entries) {
    lock.lock();
    try {
      requireOpen().append(epoch, entries);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    ChainWalk walk = turn(session -> session.walk(sequence));
    walk.toEnd(
        next -> turn(session -> session.slice(next)),
        row -> {
          // The walk may have had to begin at the entry itself, for its hash.
          if (row.sequence() > sequence) {
            consumer.accept(row.entry());
          }
        });
  }

  @Override
  public void writeSnapshot(long epoch, long sequence, Iterator<byte[]> chunks) {
    snapshots.write(epoch, sequence, chunks);
  }

  @Override
  public Optional<JournalSnapshot> snapshot() {
    return snapshots.newest();
  }

  @Override
  public int drop(long epoch, long sequence, int most) {
    int dropped = 0;
    int slice;
    do {
      int left = most - dropped;
      slice = turn(session -> session.drop(epoch, sequence, left));
      dropped += slice;
    } while (slice > 0 && dropped < most);
    return dropped;
  }

  @Override
  public Optional<Path> directory() {
    return Optional.of(directory);
  }

  /**
   * The lock on the file is not lost while it is open. Asked before each call of a driver, so it
   * does not wait for whoever has the connection: the epoch of a session never changes.
   */
  @Override
  public void requireLead(long epoch) {
    requireOpen().meta().tail().requireNewest(failures.journal(), epoch);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      SqliteSession closing = session;
      session = null;
      if (closing != null) {
        closing.close();
      }
    } catch (SQLException e) {
      throw failures.closing(e);
    } finally {
      lock.unlock();
    }
  }

  private <T> T turn(Function<SqliteSession, T> turn) {
    lock.lock();
    try {
      return turn.apply(requireOpen());
    } finally {
      lock.unlock();
    }
  }

  private SqliteSession requireOpen() {
    SqliteSession opened = session;
    if (opened == null) {
      throw failures.closed();
    }
    return opened;
  }

  private final class Turns implements SqliteSnapshots.Turns {
    @Override
    public <T> T take(Function<SqliteSession, T> turn) {
      return turn(turn);
    }
  }
}
