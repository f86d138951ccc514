package dev.berth.engine.journal;

import dev.berth.JournalException;
import dev.berth.spi.JournalEntry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * An opened journal.db: its only connection, and what stands in its meta table. Not safe for use by
 * several threads; whoever has several gives them turns. Each call does a bounded amount of work:
 * that of one batch, one slice or one row.
 *
 * <p>The locking mode is EXCLUSIVE, so a second engine gets SQLITE_BUSY for as long as this one
 * lives, and no longer. The epoch is checked in the transaction of each change all the same,
 * because a lock says nothing about who held it in between.
 *
 * <p>After a failed change the connection is closed, because SQLite can write out on a connection
 * what it said it could not commit.
 */
final class SqliteSession {
  private static final int BUSY_MILLIS = 100;

  /** SQLite's numbers for how far a commit is synced: FULL waits for the disk. */
  private static final String FULL = "2";

  private static final String NORMAL = "1";

  private final Connection connection;
  private final SqliteFailures failures;
  private final SqliteTables tables;
  private final SqliteRows rows;
  private final SnapshotRules rules;
  private final HashChain chain = new HashChain();
  private final Set<SnapshotRegistration> distrusted = new HashSet<>();
  // Who leads is asked by any thread, out of turn.
  private volatile JournalMeta meta;
  private volatile @Nullable RuntimeException failure;

  private interface Change {
    void make() throws SQLException;
  }

  private SqliteSession(Connection connection, SqliteFailures failures, long newestSnapshot)
      throws SQLException {
    this.connection = connection;
    this.failures = failures;
    this.tables = new SqliteTables(connection, failures);
    this.rows = new SqliteRows(connection);
    this.rules = new SnapshotRules(failures.journal());
    lock();
    if (tables.missing()) {
      failures.requireEnd(0, newestSnapshot);
      make();
    }
    connection.setAutoCommit(false);
    meta = tables.meta();
    failures.requireEnd(meta.end().sequence(), newestSnapshot);
    verifyEnd();
    tables.upgrade(meta);
    replaceMeta(meta.withEpoch(meta.epoch() + 1));
  }

  /**
   * Opens {@code file}, makes its tables if it is empty, and raises the epoch.
   *
   * @param newestSnapshot the number of the newest snapshot beside it, registered or not
   */
  static SqliteSession open(Path file, SqliteFailures failures, long newestSnapshot)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setGetGeneratedKeys(false);
    // As a URI, because a plain path ends at its first question mark.
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri());
    UnpackedLibrary.remove();
    try {
      return new SqliteSession(connection, failures, newestSnapshot);
    } catch (SQLException | RuntimeException e) {
      discard(connection, e);
      throw e;
    }
  }

  JournalMeta meta() {
    requireUsable();
    return meta;
  }

  /** Appends {@code entries} in one transaction. */
  void append(long epoch, List<JournalEntry> entries) {
    requireUsable();
    meta.tail().requireNext(failures.journal(), epoch, entries);
    if (entries.isEmpty()) {
      return;
    }
    List<StoredRow> appended = new ArrayList<>(entries.size());
    Link end = meta.end();
    for (JournalEntry entry : entries) {
      StoredRow row = new StoredRow(entry, end.hash(), chain);
      appended.add(row);
      end = new Link(row.sequence(), chain.hash(row));
    }
    JournalMeta changed = meta.withEnd(end);
    try {
      change(() -> {
        rows.insert(appended);
        replaceMeta(changed);
      });
    } catch (SQLException e) {
      throw failed(failures.appending(appended.getFirst().sequence(), changed.end().sequence(), e));
    }
  }

  /** A walk over what follows {@code sequence}, which the next slices continue. */
  ChainWalk walk(long sequence) {
    requireUsable();
    rules.requireKept(sequence, meta.dropped().sequence());
    return ChainWalk.after(sequence, meta, failures::damagedAt);
  }

  /** Rows from {@code sequence} on, as many as a slice holds; not verified. */
  List<StoredRow> slice(long sequence) {
    requireUsable();
    try {
      return rows.slice(sequence);
    } catch (SQLException e) {
      throw failures.reading(sequence - 1, e);
    } finally {
      endReading(sequence - 1);
    }
  }

  /** The snapshots that count as kept, the oldest first. */
  List<SnapshotRegistration> trusted() {
    return meta().snapshots().stream().filter(it -> !distrusted.contains(it)).toList();
  }

  /** From now on {@code damaged} does not count as kept. */
  void distrust(SnapshotRegistration damaged) {
    distrusted.add(damaged);
  }

  /** Where in the chain a snapshot at {@code sequence} stands, if one may be written there. */
  Link requireNextSnapshot(long epoch, long sequence) {
    rules.requireNext(meta().tail(), epoch, sequence, sequences(trusted()));
    if (sequence == meta.end().sequence()) {
      return meta.end();
    }
    try {
      StoredRow row = rows.row(sequence).orElse(null);
      if (row == null || !row.intact(chain)) {
        throw failures.damagedAt(sequence, "a snapshot cannot be tied to it");
      }
      return new Link(sequence, chain.hash(row));
    } catch (SQLException e) {
      throw failures.reading(sequence - 1, e);
    } finally {
      endReading(sequence - 1);
    }
  }

  /** Makes {@code written} the newest snapshot; gives those that are no longer registered. */
  List<SnapshotRegistration> register(long epoch, SnapshotRegistration written) {
    rules.requireNext(meta().tail(), epoch, written.sequence(), sequences(trusted()));
    List<SnapshotRegistration> kept = new ArrayList<>(trusted());
    kept.add(written);
    while (kept.size() > SnapshotRules.KEPT) {
      kept.removeFirst();
    }
    List<SnapshotRegistration> removed = new ArrayList<>(meta.snapshots());
    removed.removeAll(kept);
    try {
      change(() -> replaceMeta(meta.withSnapshots(kept)));
    } catch (SQLException e) {
      throw failed(failures.registering(written.sequence(), e));
    }
    return removed;
  }

  /**
   * Drops one slice of what {@link SnapshotRules#droppable} allows; gives how many went.
   *
   * <p>It need not be on the disk before the next append is: if the power goes first, the entries
   * are all there again, and meta says so. So nobody waits for the disk, which is all that would
   * take time.
   */
  int drop(long epoch, long sequence, int most) {
    long last = rules.droppable(meta().tail(), epoch, sequence, most, sequences(trusted()));
    long first = meta.dropped().sequence() + 1;
    if (last < first) {
      return 0;
    }
    try {
      Link end = endOfDrop(first, Math.min(last, first + most - 1));
      change(() -> {
        synchronous(NORMAL);
        rows.delete(first, end.sequence());
        replaceMeta(meta.withDropped(end));
        synchronous(FULL);
      });
      return (int) (end.sequence() - first + 1);
    } catch (SQLException e) {
      throw failed(failures.dropping(first, e));
    }
  }

  /** Lets SQLite move what is left of its write-ahead log into the file, and releases the lock. */
  void close() throws SQLException {
    if (failure == null) {
      connection.close();
    }
  }

  private void lock() throws SQLException {
    set("locking_mode", "exclusive");
    set("journal_mode", "wal");
    set("synchronous", FULL);
  }

  /**
   * What stands in the write-ahead log alone is lost with it. The engine id must not be: by it the
   * engine knows its tasks.
   */
  private void make() throws SQLException {
    connection.setAutoCommit(false);
    tables.make(JournalMeta.of(EngineIds.draw()));
    connection.commit();
    connection.setAutoCommit(true);
    tables.text("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** Cannot be changed within a transaction. */
  private void synchronous(String wanted) throws SQLException {
    connection.setAutoCommit(true);
    set("synchronous", wanted);
    connection.setAutoCommit(false);
  }

  /** SQLite answers with what holds from now on, which may be less than what was asked for. */
  private void set(String setting, String wanted) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA " + setting + " = " + wanted);
    }
    String given = tables.text("PRAGMA " + setting);
    if (!given.equals(wanted)) {
      throw failures.weaker(setting, wanted, given);
    }
  }

  /** The newest entry is the one the next append builds on. */
  private void verifyEnd() throws SQLException {
    Optional<StoredRow> newest = rows.newest();
    if (newest.isPresent() || meta.end().sequence() > 0) {
      ChainWalk.at(meta.end().sequence(), meta, failures::damagedAt).pass(newest.orElse(null));
    }
  }

  /**
   * What the first kept row will have to follow, which is decided by the last row that goes. If
   * that one is damaged, by the first that stays: the damage goes, and its neighbour must not.
   */
  private Link endOfDrop(long first, long last) throws SQLException {
    long end = rows.endOfSlice(first, last);
    for (SnapshotRegistration snapshot : meta.snapshots()) {
      if (snapshot.sequence() == end) {
        return snapshot.at();
      }
    }
    Optional<StoredRow> goes = rows.row(end).filter(row -> row.intact(chain));
    if (goes.isPresent()) {
      return new Link(end, chain.hash(goes.get()));
    }
    StoredRow stays = rows.row(end + 1).filter(row -> row.intact(chain)).orElse(null);
    if (stays == null) {
      throw failures.damagedAt(end, "what follows it is damaged too, so it cannot be dropped");
    }
    return new Link(end, stays.previous());
  }

  /** The fence and the commit of a transaction. */
  private void replaceMeta(JournalMeta changed) throws SQLException {
    if (!tables.replace(meta, changed)) {
      throw tables.meta().tail().stale(failures.journal(), meta.epoch());
    }
    connection.commit();
    meta = changed;
  }

  private void change(Change change) throws SQLException {
    try {
      change.make();
    } catch (SQLException e) {
      discard(connection, e);
      throw e;
    } catch (RuntimeException e) {
      discard(connection, e);
      failure = e;
      throw e;
    }
  }

  private JournalException failed(JournalException reason) {
    failure = reason;
    return reason;
  }

  private void requireUsable() {
    if (failure != null) {
      throw failures.failedBefore(failure);
    }
  }

  private void endReading(long lastRead) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw failures.reading(lastRead, e);
    }
  }

  private static List<Long> sequences(List<SnapshotRegistration> snapshots) {
    return snapshots.stream().map(SnapshotRegistration::sequence).toList();
  }

  private static void discard(Connection connection, Exception cause) {
    try (connection) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
