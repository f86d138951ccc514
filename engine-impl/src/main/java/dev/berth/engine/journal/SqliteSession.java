package dev.berth.engine.journal;

import dev.berth.spi.JournalEntry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * An opened journal.db: its only connection, and where the journal ends.
 *
 * <p>The locking mode is EXCLUSIVE, so a second engine gets SQLITE_BUSY for as long as this one
 * lives, and no longer. The epoch is checked in the transaction of each append all the same,
 * because a lock says nothing about who held it in between.
 */
final class SqliteSession {
  private static final int BUSY_MILLIS = 100;

  private final Connection connection;
  private final SqliteFailures failures;
  private final SqliteTables tables;
  private final HashChain chain = new HashChain();
  private SqliteMeta meta;
  private @Nullable PreparedStatement insert;

  private SqliteSession(Connection connection, SqliteFailures failures) throws SQLException {
    this.connection = connection;
    this.failures = failures;
    this.tables = new SqliteTables(connection, failures);
    lock();
    connection.setAutoCommit(false);
    if (tables.missing()) {
      tables.make(SqliteMeta.of(EngineIds.draw()));
      connection.commit();
    }
    meta = tables.meta();
    verifyEnd();
    replaceMeta(meta.withEpoch(meta.epoch() + 1));
  }

  /** Opens {@code file}, makes its tables if it is empty, and raises the epoch. */
  static SqliteSession open(Path file, SqliteFailures failures) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setGetGeneratedKeys(false);
    // As a URI, because a plain path ends at its first question mark.
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri());
    try {
      return new SqliteSession(connection, failures);
    } catch (SQLException | RuntimeException e) {
      discard(connection, e);
      throw e;
    }
  }

  SqliteMeta meta() {
    return meta;
  }

  /**
   * Appends {@code entries}, which continue the sequence, in one transaction.
   *
   * @throws SQLException whether they were kept is then unknown. After any exception the connection
   *     is closed: SQLite can write out on a connection what it said it could not commit
   */
  void append(List<JournalEntry> entries) throws SQLException {
    try {
      List<StoredRow> rows = new ArrayList<>(entries.size());
      HashChain.Hash head = meta.lastHash();
      for (JournalEntry entry : entries) {
        StoredRow row = new StoredRow(entry, head, chain);
        rows.add(row);
        head = chain.hash(row);
      }
      insert(rows);
      replaceMeta(meta.withEnd(rows.getLast().sequence(), head));
    } catch (SQLException | RuntimeException e) {
      discard(connection, e);
      throw e;
    }
  }

  /** Hands over what follows {@code sequence}, each entry after its row was verified. */
  void read(long sequence, Consumer<JournalEntry> consumer) {
    // The entry before the first one is read too, for its hash.
    long next = Math.max(sequence, 1);
    HashChain.Hash head = next == 1 ? HashChain.beginning(meta.engineId()) : null;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + StoredRow.COLUMNS + " FROM event WHERE seq >= ? ORDER BY seq")) {
      select.setLong(1, next);
      try (ResultSet rows = select.executeQuery()) {
        while (next <= meta.lastSequence()) {
          StoredRow row = rows.next() ? new StoredRow(rows) : null;
          head = verify(row, next, head);
          if (row != null && next > sequence) {
            consumer.accept(row.entry());
          }
          next++;
        }
      }
      if (head != null && sequence <= meta.lastSequence() && !head.equals(meta.lastHash())) {
        throw failures.damagedAt(meta.lastSequence(), "it is not the entry that was appended last");
      }
    } catch (SQLException e) {
      throw failures.reading(next - 1, e);
    } finally {
      endReading(next - 1);
    }
  }

  /** Lets SQLite move what is left of its write-ahead log into the file, and releases the lock. */
  void close() throws SQLException {
    connection.close();
  }

  private void lock() throws SQLException {
    set("locking_mode", "exclusive");
    set("journal_mode", "wal");
    set("synchronous", "2");
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
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT " + StoredRow.COLUMNS + " FROM event ORDER BY seq DESC LIMIT 1")) {
      StoredRow newest = rows.next() ? new StoredRow(rows) : null;
      if (newest == null && meta.lastSequence() == 0) {
        return;
      }
      HashChain.Hash head = verify(newest, meta.lastSequence(), null);
      if (!head.equals(meta.lastHash())) {
        throw failures.damagedAt(meta.lastSequence(), "it is not the entry that was appended last");
      }
    }
  }

  /** Refuses a row that is not the intact one at {@code sequence}; gives its hash. */
  private HashChain.Hash verify(
      @Nullable StoredRow row, long sequence, HashChain.@Nullable Hash previous) {
    if (row == null) {
      throw failures.damagedAt(sequence, "the entry is missing");
    }
    if (row.sequence() != sequence) {
      throw failures.damagedAt(sequence, "entry " + row.sequence() + " stands in its place");
    }
    if (!row.intact(chain)) {
      throw failures.damagedAt(sequence, "the checksum does not match");
    }
    if (previous != null && !previous.equals(row.previous())) {
      throw failures.damagedAt(sequence, "it does not follow from the entry before");
    }
    return chain.hash(row);
  }

  private void insert(List<StoredRow> rows) throws SQLException {
    if (insert == null) {
      insert =
          connection.prepareStatement(
              "INSERT INTO event (" + StoredRow.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    }
    for (StoredRow row : rows) {
      row.bind(insert);
      insert.addBatch();
    }
    insert.executeBatch();
  }

  /** The fence and the commit of a transaction. */
  private void replaceMeta(SqliteMeta changed) throws SQLException {
    if (!tables.replace(meta, changed)) {
      throw tables.meta().tail().stale(failures.journal(), meta.epoch());
    }
    connection.commit();
    meta = changed;
  }

  private void endReading(long lastRead) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw failures.reading(lastRead, e);
    }
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
