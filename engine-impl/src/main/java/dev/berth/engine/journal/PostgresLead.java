package dev.berth.engine.journal;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one row of the lead table, and the registrations of snapshots that its checksum covers: whose
 * journal it is, who leads it until when, which entry was there for certain when it was written,
 * and which one was dropped last.
 *
 * <p>Appends do not write it, they only hold a KEY SHARE lock of it: a row that is updated
 * thousands of times a second grows a tail of old versions whenever anything else in the database,
 * such as a backup, runs for long. Whoever changes it while leading locks it against other changes
 * but not against appends (NO KEY UPDATE); whoever takes over locks out appends, too (UPDATE).
 */
final class PostgresLead {
  private static final byte[] NOTHING = {};

  private final Connection connection;
  private final PostgresTables tables;
  private final PostgresFailures failures;

  /** Which other transactions wait until this one ends. */
  private enum Lock {
    CHANGES(" FOR NO KEY UPDATE"),
    CHANGES_AND_APPENDS(" FOR UPDATE");

    private final String clause;

    Lock(String clause) {
      this.clause = clause;
    }
  }

  /** What is changed while nobody else changes the row. */
  @FunctionalInterface
  interface Change {
    JournalMeta of(JournalMeta found) throws SQLException;
  }

  PostgresLead(Connection connection, PostgresTables tables) {
    this.connection = connection;
    this.tables = tables;
    this.failures = tables.failures();
  }

  void make(JournalMeta first) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement(
            "INSERT INTO %s VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, 'nobody', 'epoch')"
                .formatted(tables.lead()))) {
      row.setInt(1, JournalMeta.FORMAT);
      row.setString(2, first.engineId());
      row.setLong(3, first.epoch());
      bind(row, 4, first.end());
      bind(row, 6, first.dropped());
      row.setLong(8, first.checksum());
      row.executeUpdate();
    }
  }

  /** Who leads. */
  PostgresLeader leader() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT holder, epoch, extract(epoch FROM expires - clock_timestamp()) FROM "
                    + tables.lead())) {
      if (!row.next()) {
        throw missing();
      }
      String holder = row.getString(1);
      BigDecimal left = row.getBigDecimal(3);
      return new PostgresLeader(
          holder == null ? "" : holder,
          row.getLong(2),
          Duration.ofMillis(left == null ? 0 : left.movePointRight(3).longValue()));
    }
  }

  /** What stands there, verified; waits for changes that are under way. */
  JournalMeta read() throws SQLException {
    connection.setAutoCommit(false);
    try {
      return read(Lock.CHANGES.clause);
    } finally {
      rollback(connection);
    }
  }

  /**
   * What stands there, verified; until the end of the transaction nobody appends or changes it. An
   * append that is under way is waited for.
   */
  JournalMeta lockForTakeover() throws SQLException {
    return read(Lock.CHANGES_AND_APPENDS.clause);
  }

  /** Writes {@code meta} and a new leader into the locked row. */
  void lead(JournalMeta meta, String holder, Duration lease) throws SQLException {
    write(meta, holder, lease);
  }

  /**
   * Changes the row in a transaction of its own, if {@code epoch} still leads.
   *
   * @param lease lasts for so long from now on; null leaves it as it is
   * @throws dev.berth.JournalException if another epoch leads
   */
  JournalMeta change(long epoch, Change change, @Nullable Duration lease) throws SQLException {
    connection.setAutoCommit(false);
    try {
      JournalMeta found = read(Lock.CHANGES.clause);
      found.tail().requireNewest(failures.journal(), epoch);
      JournalMeta changed = change.of(found);
      if (!changed.snapshots().equals(found.snapshots())) {
        register(changed.snapshots());
      }
      write(changed, null, lease);
      connection.commit();
      return changed;
    } finally {
      rollback(connection);
    }
  }

  /** Ends a transaction that has not been committed. */
  static void rollback(Connection connection) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      PostgresDatabase.abort(connection);
    }
  }

  private JournalMeta read(String lock) throws SQLException {
    try (Statement statement = connection.createStatement();
        // Every column: a newer format may have others, and only its number tells.
        ResultSet row = statement.executeQuery("SELECT * FROM " + tables.lead() + lock)) {
      if (!row.next()) {
        throw missing();
      }
      long format = row.getLong("format");
      if (format != JournalMeta.FORMAT) {
        throw failures.otherFormat(format, JournalMeta.FORMAT);
      }
      String engineId = row.getString("engine_id");
      JournalMeta found =
          new JournalMeta(
              engineId == null ? "" : engineId,
              row.getLong("epoch"),
              link(row, "last_sequence", "last_hash"),
              link(row, "dropped_sequence", "dropped_hash"),
              registered());
      if (found.checksum() != row.getLong("crc")) {
        throw failures.damaged(
            "the checksum of tables %s and %s does not match"
                .formatted(tables.lead(), tables.snapshot()));
      }
      return found;
    }
  }

  private List<SnapshotRegistration> registered() throws SQLException {
    List<SnapshotRegistration> registered = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT sequence, hash, sha256 FROM %s ORDER BY sequence"
                    .formatted(tables.snapshot()))) {
      while (rows.next()) {
        String sha256 = rows.getString("sha256");
        registered.add(
            new SnapshotRegistration(link(rows, "sequence", "hash"), sha256 == null ? "" : sha256));
      }
    }
    return registered;
  }

  private void register(List<SnapshotRegistration> snapshots) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM " + tables.snapshot());
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO %s VALUES (?, ?, ?)".formatted(tables.snapshot()))) {
      for (SnapshotRegistration snapshot : snapshots) {
        bind(insert, 1, snapshot.at());
        insert.setString(3, snapshot.sha256());
        insert.executeUpdate();
      }
    }
  }

  private void write(JournalMeta meta, @Nullable String holder, @Nullable Duration lease)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE %s SET
              epoch = ?, last_sequence = ?, last_hash = ?, dropped_sequence = ?, dropped_hash = ?,
              crc = ?, holder = coalesce(?, holder),
              expires = coalesce(clock_timestamp() + ?::bigint * interval '1 millisecond', expires)\
            """
                .formatted(tables.lead()))) {
      update.setLong(1, meta.epoch());
      bind(update, 2, meta.end());
      bind(update, 4, meta.dropped());
      update.setLong(6, meta.checksum());
      update.setString(7, holder);
      update.setObject(8, lease == null ? null : lease.toMillis(), java.sql.Types.BIGINT);
      update.executeUpdate();
    }
  }

  private static Link link(ResultSet row, String sequence, String hash) throws SQLException {
    byte[] bytes = row.getBytes(hash);
    return new Link(row.getLong(sequence), HashChain.Hash.of(bytes == null ? NOTHING : bytes));
  }

  private static void bind(PreparedStatement statement, int first, Link link) throws SQLException {
    statement.setLong(first, link.sequence());
    statement.setBytes(first + 1, link.hash().bytes());
  }

  private RuntimeException missing() {
    return failures.damaged("the row of table %s is missing".formatted(tables.lead()));
  }
}
