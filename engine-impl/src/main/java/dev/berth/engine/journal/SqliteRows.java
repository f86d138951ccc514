package dev.berth.engine.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The event table, read and emptied in slices: no call touches more rows than {@link #READ_ROWS} or
 * {@link #DROP_ROWS}, nor more than {@link #SLICE_BYTES} of payload unless a single row has more.
 * Whoever waits for the connection waits for one slice.
 */
final class SqliteRows {
  static final int READ_ROWS = 1_000;
  static final int DROP_ROWS = 500;
  static final long SLICE_BYTES = 1 << 20;

  private final Connection connection;
  private @Nullable PreparedStatement insert;

  SqliteRows(Connection connection) {
    this.connection = connection;
  }

  /**
   * The rows from {@code sequence} on, as many as a slice holds. If SQLite fails after some rows,
   * those are given: the next slice then fails at its first.
   */
  List<StoredRow> slice(long sequence) throws SQLException {
    List<StoredRow> slice = new ArrayList<>();
    long bytes = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + StoredRow.COLUMNS + " FROM event WHERE seq >= ? ORDER BY seq")) {
      select.setLong(1, sequence);
      try (ResultSet rows = select.executeQuery()) {
        while (slice.size() < READ_ROWS && bytes < SLICE_BYTES && rows.next()) {
          StoredRow row = new StoredRow(rows);
          slice.add(row);
          bytes += row.size();
        }
      }
    } catch (SQLException e) {
      if (slice.isEmpty()) {
        throw e;
      }
    }
    return slice;
  }

  /** The row with that number, if there is one. */
  Optional<StoredRow> row(long sequence) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT " + StoredRow.COLUMNS + " FROM event WHERE seq = ?")) {
      select.setLong(1, sequence);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(new StoredRow(rows)) : Optional.empty();
      }
    }
  }

  /** The row with the highest number, if there is any. */
  Optional<StoredRow> newest() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT " + StoredRow.COLUMNS + " FROM event ORDER BY seq DESC LIMIT 1")) {
      return rows.next() ? Optional.of(new StoredRow(rows)) : Optional.empty();
    }
  }

  /** Where a slice ends that begins at {@code first} and goes no further than {@code last}. */
  long endOfSlice(long first, long last) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            // Of a payload only the length is read, which stands before it.
            "SELECT seq, octet_length(payload) FROM event WHERE seq BETWEEN ? AND ?"
                + " ORDER BY seq LIMIT "
                + DROP_ROWS)) {
      select.setLong(1, first);
      select.setLong(2, last);
      long end = first;
      long bytes = 0;
      try (ResultSet rows = select.executeQuery()) {
        while (bytes < SLICE_BYTES && rows.next()) {
          end = rows.getLong(1);
          bytes += rows.getLong(2);
        }
      }
      return end;
    }
  }

  void insert(List<StoredRow> rows) throws SQLException {
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

  void delete(long first, long last) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM event WHERE seq BETWEEN ? AND ?")) {
      delete.setLong(1, first);
      delete.setLong(2, last);
      delete.executeUpdate();
    }
  }
}
