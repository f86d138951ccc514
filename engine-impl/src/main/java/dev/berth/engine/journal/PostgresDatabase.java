package dev.berth.engine.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** The database that a journal is in: where connections come from, and what they must promise. */
final class PostgresDatabase {
  private final DataSource dataSource;
  private final PostgresSettings.Place place;
  private final PostgresFailures failures;

  PostgresDatabase(DataSource dataSource, PostgresSettings.Place place) {
    this.dataSource = dataSource;
    this.place = place;
    this.failures = new PostgresFailures(place);
  }

  PostgresFailures failures() {
    return failures;
  }

  /**
   * A connection whose statements are transactions of their own.
   *
   * @param patience how long the server may take for an answer; zero: for ever
   */
  Connection connect(Duration patience) throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      connection.setAutoCommit(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
      return connection;
    } catch (SQLException | RuntimeException e) {
      discard(connection);
      throw e;
    }
  }

  /** Refuses a server that keeps less than it says, and gives the tables, made if need be. */
  PostgresTables tables(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    if (!product.equals("PostgreSQL")) {
      throw failures.otherDatabase(product);
    }
    String schema;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_schema()")) {
      row.next();
      requireSynced(row.getString(1), row.getString(2));
      schema = place.schema().orElse(row.getString(3));
    }
    if (schema == null) {
      throw failures.noSchema();
    }
    PostgresTables tables = new PostgresTables(schema, place.prefix(), failures);
    tables.makeMissing(connection);
    return tables;
  }

  private void requireSynced(String fsync, String synchronousCommit) {
    if (place.syncedOnly() && fsync.equals("off")) {
      throw failures.weaker(
          "fsync", "off", "switch it on, or accept it by PostgresOptions.unsynced for a test");
    }
    if (place.syncedOnly() && synchronousCommit.equals("off")) {
      throw failures.weaker(
          "synchronous_commit",
          "off",
          "switch it on for this user (ALTER ROLE ... SET synchronous_commit = on)");
    }
  }

  /** Ends a connection at once, without a word to the server. */
  static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is as good as gone: nobody uses it any more.
      return;
    }
  }

  /** Closes a connection of which nothing is wanted any more. */
  static void discard(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      abort(connection);
    }
  }
}
