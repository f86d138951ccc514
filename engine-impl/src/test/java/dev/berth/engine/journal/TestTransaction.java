package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody else's transaction, which stands in the way of a journal until it ends. */
final class TestTransaction implements AutoCloseable {
  private final PostgresServer server;
  private final Connection connection;
  private final int process;

  TestTransaction(PostgresServer server) throws SQLException {
    this.server = server;
    connection = server.dataSource().getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      assertThat(row.next()).isTrue();
      process = row.getInt(1);
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Waits until the server has somebody wait for this transaction; gives its process. */
  int awaitBlocked() throws SQLException {
    server.awaitBlockedBy(process);
    return Integer.parseInt(
        server.query(
            "SELECT max(pid) FROM pg_stat_activity WHERE %d = ANY (pg_blocking_pids(pid))"
                .formatted(process)));
  }

  /** Ends it as if it had never been. */
  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
