package dev.berth.engine.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tables of a journal.db: makes them, and reads and replaces what stands in meta. */
final class SqliteTables {
  /** "Bert", in the header of the file. */
  private static final int APPLICATION_ID = 0x42657274;

  private final Connection connection;
  private final SqliteFailures failures;
  private @Nullable PreparedStatement update;

  SqliteTables(Connection connection, SqliteFailures failures) {
    this.connection = connection;
    this.failures = failures;
  }

  /** Damage must not make a journal look new, so two places that are far apart have to say so. */
  boolean missing() throws SQLException {
    long applicationId = Long.parseLong(text("PRAGMA application_id"));
    boolean empty = text("SELECT count(*) FROM sqlite_master").equals("0");
    if (empty && applicationId == 0) {
      return true;
    }
    if (applicationId != APPLICATION_ID) {
      throw failures.notOurs();
    }
    return false;
  }

  void make(JournalMeta first) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute(
          """
          CREATE TABLE event (
            seq INTEGER PRIMARY KEY,
            epoch INTEGER NOT NULL,
            second INTEGER NOT NULL,
            nano INTEGER NOT NULL,
            type TEXT NOT NULL,
            payload TEXT NOT NULL,
            previous_hash BLOB NOT NULL,
            crc INTEGER NOT NULL
          ) STRICT\
          """);
      makeMeta(statement, first);
    }
  }

  /** Brings the tables of an older format to the present one; entries stay as they are. */
  void upgrade(JournalMeta found) throws SQLException {
    if (format() == JournalMeta.FORMAT_WITHOUT_SNAPSHOTS) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE meta");
        makeMeta(statement, found);
      }
    }
  }

  private void makeMeta(Statement statement, JournalMeta first) throws SQLException {
    statement.execute(
        """
        CREATE TABLE meta (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          format INTEGER NOT NULL,
          engine_id TEXT NOT NULL,
          epoch INTEGER NOT NULL,
          last_sequence INTEGER NOT NULL,
          last_hash BLOB NOT NULL,
          dropped_sequence INTEGER NOT NULL,
          dropped_hash BLOB NOT NULL,
          crc INTEGER NOT NULL
        ) STRICT\
        """);
    statement.execute(
        """
        CREATE TABLE snapshot (
          seq INTEGER PRIMARY KEY,
          hash BLOB NOT NULL,
          sha256 TEXT NOT NULL
        ) STRICT\
        """);
    try (PreparedStatement row =
        connection.prepareStatement("INSERT INTO meta VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      row.setInt(1, JournalMeta.FORMAT);
      row.setString(2, first.engineId());
      row.setLong(3, first.epoch());
      row.setLong(4, first.end().sequence());
      row.setBytes(5, first.end().hash().bytes());
      row.setLong(6, first.dropped().sequence());
      row.setBytes(7, first.dropped().hash().bytes());
      row.setLong(8, first.checksum());
      row.executeUpdate();
    }
    insert(first.snapshots());
  }

  /** What stands in the tables, whichever of the known formats they have. */
  JournalMeta meta() throws SQLException {
    long format = format();
    boolean snapshots = format == JournalMeta.FORMAT;
    if (!snapshots && format != JournalMeta.FORMAT_WITHOUT_SNAPSHOTS) {
      throw failures.otherFormat(format, JournalMeta.FORMAT);
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM meta")) {
      row.next();
      String engineId = present(row.getString("engine_id"));
      JournalMeta found =
          new JournalMeta(
              engineId,
              row.getLong("epoch"),
              link(row, "last_sequence", "last_hash"),
              snapshots ? link(row, "dropped_sequence", "dropped_hash") : Link.beginning(engineId),
              snapshots ? registrations() : List.of());
      long checksum = snapshots ? found.checksum() : found.checksumWithoutSnapshots();
      if (checksum != row.getLong("crc")) {
        throw failures.damaged("the checksum of the meta table does not match");
      }
      return found;
    }
  }

  /** Puts {@code changed} in the place of {@code known}; false if it is not what stands there. */
  boolean replace(JournalMeta known, JournalMeta changed) throws SQLException {
    if (update == null) {
      update =
          connection.prepareStatement(
              "UPDATE meta SET epoch = ?, last_sequence = ?, last_hash = ?,"
                  + " dropped_sequence = ?, dropped_hash = ?, crc = ?"
                  + " WHERE epoch = ? AND last_sequence = ?");
    }
    if (!changed.snapshots().equals(known.snapshots())) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM snapshot");
      }
      insert(changed.snapshots());
    }
    update.setLong(1, changed.epoch());
    update.setLong(2, changed.end().sequence());
    update.setBytes(3, changed.end().hash().bytes());
    update.setLong(4, changed.dropped().sequence());
    update.setBytes(5, changed.dropped().hash().bytes());
    update.setLong(6, changed.checksum());
    update.setLong(7, known.epoch());
    update.setLong(8, known.end().sequence());
    return update.executeUpdate() == 1;
  }

  String text(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      String value = row.next() ? row.getString(1) : null;
      return value == null ? "" : value;
    }
  }

  /** Asked alone, because a newer format may have other columns, and only its number tells. */
  private long format() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT format FROM meta")) {
      if (!row.next()) {
        throw failures.damaged("the row of the meta table is missing");
      }
      return row.getLong(1);
    }
  }

  private List<SnapshotRegistration> registrations() throws SQLException {
    List<SnapshotRegistration> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT seq, hash, sha256 FROM snapshot ORDER BY seq")) {
      // More than there can be fail the checksum, however many a damaged table seems to hold.
      while (row.next() && found.size() <= SnapshotRules.KEPT) {
        found.add(
            new SnapshotRegistration(link(row, "seq", "hash"), present(row.getString("sha256"))));
      }
    }
    return found;
  }

  private void insert(List<SnapshotRegistration> snapshots) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement("INSERT INTO snapshot VALUES (?, ?, ?)")) {
      for (SnapshotRegistration snapshot : snapshots) {
        row.setLong(1, snapshot.sequence());
        row.setBytes(2, snapshot.at().hash().bytes());
        row.setString(3, snapshot.sha256());
        row.executeUpdate();
      }
    }
  }

  private Link link(ResultSet row, String sequence, String hash) throws SQLException {
    return new Link(row.getLong(sequence), HashChain.Hash.of(present(row.getBytes(hash))));
  }

  private <T> T present(@Nullable T value) {
    if (value == null) {
      throw failures.damaged("the meta table lacks a value");
    }
    return Objects.requireNonNull(value);
  }
}
