package dev.berth.engine.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The tables of a journal.db: makes them, and reads and replaces the meta row. */
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

  void make(SqliteMeta first) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute(
          """
          CREATE TABLE meta (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            format INTEGER NOT NULL,
            engine_id TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL,
            last_hash BLOB NOT NULL,
            crc INTEGER NOT NULL
          ) STRICT\
          """);
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
    }
    try (PreparedStatement row =
        connection.prepareStatement("INSERT INTO meta VALUES (1, ?, ?, ?, ?, ?, ?)")) {
      row.setInt(1, SqliteMeta.FORMAT);
      row.setString(2, first.engineId());
      row.setLong(3, first.epoch());
      row.setLong(4, first.lastSequence());
      row.setBytes(5, first.lastHash().bytes());
      row.setLong(6, first.checksum());
      row.executeUpdate();
    }
  }

  SqliteMeta meta() throws SQLException {
    try (Statement statement = connection.createStatement();
        // Every column: a newer format may have others, and only its number tells.
        ResultSet row = statement.executeQuery("SELECT * FROM meta")) {
      if (!row.next()) {
        throw failures.damaged("the row of the meta table is missing");
      }
      long format = row.getLong("format");
      if (format != SqliteMeta.FORMAT) {
        throw failures.otherFormat(format, SqliteMeta.FORMAT);
      }
      String engineId = row.getString("engine_id");
      byte[] lastHash = row.getBytes("last_hash");
      if (engineId == null || lastHash == null) {
        throw failures.damaged("the meta table lacks a value");
      }
      SqliteMeta found =
          new SqliteMeta(
              engineId,
              row.getLong("epoch"),
              row.getLong("last_sequence"),
              HashChain.Hash.of(lastHash));
      if (found.checksum() != row.getLong("crc")) {
        throw failures.damaged("the checksum of the meta table does not match");
      }
      return found;
    }
  }

  /** Puts {@code changed} in the place of {@code known}; false if it is not what stands there. */
  boolean replace(SqliteMeta known, SqliteMeta changed) throws SQLException {
    if (update == null) {
      update =
          connection.prepareStatement(
              "UPDATE meta SET epoch = ?, last_sequence = ?, last_hash = ?, crc = ?"
                  + " WHERE epoch = ? AND last_sequence = ?");
    }
    update.setLong(1, changed.epoch());
    update.setLong(2, changed.lastSequence());
    update.setBytes(3, changed.lastHash().bytes());
    update.setLong(4, changed.checksum());
    update.setLong(5, known.epoch());
    update.setLong(6, known.lastSequence());
    return update.executeUpdate() == 1;
  }

  String text(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      String value = row.next() ? row.getString(1) : null;
      return value == null ? "" : value;
    }
  }
}
