package dev.berth.engine.journal;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.CRC32C;

/** The tables of one journal: their names, and how they are made. */
final class PostgresTables {
  private static final List<String> NAMES = List.of("lead", "event", "snapshot", "snapshot_piece");
  private static final int ATTEMPTS = 3;

  private final String schema;
  private final String prefix;
  private final PostgresFailures failures;

  PostgresTables(String schema, String prefix, PostgresFailures failures) {
    this.schema = schema;
    this.prefix = prefix;
    this.failures = failures;
  }

  PostgresFailures failures() {
    return failures;
  }

  String lead() {
    return name("lead");
  }

  String event() {
    return name("event");
  }

  String snapshot() {
    return name("snapshot");
  }

  String piece() {
    return name("snapshot_piece");
  }

  private String name(String table) {
    return "\"%s\".\"%s%s\"".formatted(schema, prefix, table);
  }

  /**
   * Makes the tables if there are none. Some without the others are damage, which must not make a
   * journal look new.
   */
  void makeMissing(Connection connection) throws SQLException {
    for (int attempt = 1; missing(connection) > 0; attempt++) {
      try {
        makeLocked(connection);
      } catch (SQLException e) {
        // Who waited for the lock may still believe what its connection knew before.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Of several engines that begin at once one makes them, and the others find them. */
  private void makeLocked(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(%d)".formatted(lockNumber()));
      int missing = missing(connection);
      if (missing == NAMES.size()) {
        make(connection);
      } else if (missing > 0) {
        throw failures.damaged(
            "%d of its tables %s are missing"
                .formatted(missing, NAMES.stream().map(this::name).toList()));
      }
      connection.commit();
    } finally {
      PostgresLead.rollback(connection);
    }
  }

  private long lockNumber() {
    CRC32C crc = new CRC32C();
    crc.update(("berth " + schema).getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  private int missing(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = ? AND tablename = ANY (?)")) {
      select.setString(1, schema);
      select.setArray(
          2, connection.createArrayOf("text", NAMES.stream().map(prefix::concat).toArray()));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return NAMES.size() - row.getInt(1);
      }
    }
  }

  /** Type and payload are bytes: PostgreSQL's texts have no zero, and not every encoding all. */
  private void make(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS \"%s\"".formatted(schema));
      statement.execute(
          """
          CREATE TABLE %s (
            id integer PRIMARY KEY CHECK (id = 1),
            format integer NOT NULL,
            engine_id text NOT NULL,
            epoch bigint NOT NULL,
            last_sequence bigint NOT NULL,
            last_hash bytea NOT NULL,
            dropped_sequence bigint NOT NULL,
            dropped_hash bytea NOT NULL,
            crc bigint NOT NULL,
            holder text NOT NULL,
            expires timestamptz NOT NULL
          )\
          """
              .formatted(lead()));
      statement.execute(
          """
          CREATE TABLE %s (
            seq bigint PRIMARY KEY,
            epoch bigint NOT NULL,
            second bigint NOT NULL,
            nano integer NOT NULL,
            type bytea NOT NULL,
            payload bytea NOT NULL,
            previous_hash bytea NOT NULL,
            crc bigint NOT NULL
          )\
          """
              .formatted(event()));
      statement.execute(
          """
          CREATE TABLE %s (
            sequence bigint PRIMARY KEY,
            hash bytea NOT NULL,
            sha256 text NOT NULL
          )\
          """
              .formatted(snapshot()));
      statement.execute(
          """
          CREATE TABLE %s (
            sequence bigint,
            number integer,
            bytes bytea NOT NULL,
            PRIMARY KEY (sequence, number)
          )\
          """
              .formatted(piece()));
      // They are deflated already.
      statement.execute("ALTER TABLE %s ALTER bytes SET STORAGE EXTERNAL".formatted(piece()));
    }
    new PostgresLead(connection, this).make(JournalMeta.of(EngineIds.draw()));
  }
}
