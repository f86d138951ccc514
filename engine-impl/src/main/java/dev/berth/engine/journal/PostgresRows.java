package dev.berth.engine.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The event table: appended to in one statement, read and emptied in slices. */
final class PostgresRows {
  private static final int SLICE_ROWS = 1_000;
  private static final long SLICE_BYTES = 4 << 20;

  private final Connection connection;
  private final PostgresTables tables;

  PostgresRows(Connection connection, PostgresTables tables) {
    this.connection = connection;
    this.tables = tables;
  }

  /**
   * Appends {@code rows} if {@code epoch} still leads, in one statement, which is one transaction
   * and one round trip. It begins by locking the lead row against a takeover; if one was quicker,
   * it waits for its end and then finds another epoch there, whenever it was begun itself. The
   * primary key sees to it that no sequence number is given twice.
   *
   * @return whether the epoch led; if not, nothing was appended
   */
  boolean append(long epoch, List<StoredRow> rows) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            WITH led AS MATERIALIZED (SELECT epoch FROM %s WHERE id = 1 AND epoch = ? FOR KEY SHARE)
            INSERT INTO %s (%s)
            SELECT e.seq, led.epoch, e.second, e.nano, e.type, e.payload, e.previous_hash, e.crc
            FROM led, unnest(?::bigint[], ?::bigint[], ?::integer[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bigint[])
              AS e (seq, second, nano, type, payload, previous_hash, crc)\
            """
                .formatted(tables.lead(), tables.event(), StoredRow.COLUMNS))) {
      insert.setLong(1, epoch);
      insert.setArray(2, longs(rows, StoredRow::sequence));
      insert.setArray(3, longs(rows, StoredRow::second));
      insert.setArray(4, array("integer", rows, StoredRow::nano, Integer[]::new));
      insert.setArray(5, bytes(rows, StoredRow::type));
      insert.setArray(6, bytes(rows, StoredRow::payload));
      insert.setArray(7, bytes(rows, row -> row.previous().bytes()));
      insert.setArray(8, longs(rows, StoredRow::checksum));
      return insert.executeUpdate() == rows.size();
    }
  }

  private Array longs(List<StoredRow> rows, Function<StoredRow, Long> column) throws SQLException {
    return array("bigint", rows, column, Long[]::new);
  }

  private Array bytes(List<StoredRow> rows, Function<StoredRow, byte[]> column)
      throws SQLException {
    return array("bytea", rows, column, byte[][]::new);
  }

  /** Of the elements' own type, which the driver knows how to send in binary. */
  private <T> Array array(
      String type, List<StoredRow> rows, Function<StoredRow, T> column, IntFunction<T[]> array)
      throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(column).toArray(array));
  }

  /** The rows from {@code sequence} on, as many as a slice holds. */
  List<StoredRow> slice(long sequence) throws SQLException {
    return select(
        """
        SELECT %s FROM (
          SELECT *, sum(octet_length(payload)) OVER (ORDER BY seq) - octet_length(payload) AS before
          FROM (SELECT * FROM %s WHERE seq >= ? ORDER BY seq LIMIT %d) AS slice) AS sized
        WHERE before < %d ORDER BY seq\
        """
            .formatted(StoredRow.COLUMNS, tables.event(), SLICE_ROWS, SLICE_BYTES),
        sequence);
  }

  /** The row with that number, if there is one. */
  Optional<StoredRow> row(long sequence) throws SQLException {
    return select(
            "SELECT %s FROM %s WHERE seq = ?".formatted(StoredRow.COLUMNS, tables.event()),
            sequence)
        .stream()
        .findFirst();
  }

  /** The row with the highest number, if there is any. */
  Optional<StoredRow> newest() throws SQLException {
    return select(
            "SELECT %s FROM %s WHERE seq >= ? ORDER BY seq DESC LIMIT 1"
                .formatted(StoredRow.COLUMNS, tables.event()),
            Long.MIN_VALUE)
        .stream()
        .findFirst();
  }

  private List<StoredRow> select(String query, long sequence) throws SQLException {
    List<StoredRow> selected = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setLong(1, sequence);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          selected.add(new StoredRow(rows));
        }
      }
    }
    return selected;
  }

  /** Where a slice ends that begins at {@code first} and goes no further than {@code last}. */
  long endOfSlice(long first, long last) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, octet_length(payload) FROM %s WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT %d"
                .formatted(tables.event(), SLICE_ROWS))) {
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

  void delete(long first, long last) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM %s WHERE seq BETWEEN ? AND ?".formatted(tables.event()))) {
      delete.setLong(1, first);
      delete.setLong(2, last);
      delete.executeUpdate();
    }
  }
}
