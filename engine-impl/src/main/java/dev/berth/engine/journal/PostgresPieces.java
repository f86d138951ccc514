package dev.berth.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of snapshots, in pieces of one size. A piece is a transaction of its own, and small,
 * because an append that commits beside it waits until the log of both is synced. What counts is
 * what the lead row has registered; whatever else is there is removed before the next one is
 * written.
 */
final class PostgresPieces {
  static final int PIECE_BYTES = 1 << 20;

  private final PostgresTables tables;

  PostgresPieces(PostgresTables tables) {
    this.tables = tables;
  }

  /** Where the bytes of a snapshot at {@code sequence} go while {@code epoch} leads. */
  SnapshotSink sink(Connection connection, long epoch, long sequence) {
    return new Sink(connection, epoch, sequence);
  }

  /** One piece, if it is there. */
  Optional<byte[]> piece(Connection connection, long sequence, long number) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT bytes FROM %s WHERE sequence = ? AND number = ?".formatted(tables.piece()))) {
      select.setLong(1, sequence);
      select.setLong(2, number);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getBytes(1)) : Optional.empty();
      }
    }
  }

  /** How many bytes a snapshot has. */
  long size(Connection connection, long sequence) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT coalesce(sum(octet_length(bytes)), 0) FROM %s WHERE sequence = ?"
                .formatted(tables.piece()))) {
      select.setLong(1, sequence);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Removes the pieces of all but {@code kept}, if {@code epoch} still leads. */
  void removeAllBut(Connection connection, long epoch, List<SnapshotRegistration> kept)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            """
            WITH led AS MATERIALIZED (SELECT epoch FROM %s WHERE id = 1 AND epoch = ? FOR KEY SHARE)
            DELETE FROM %s WHERE sequence <> ALL (?) AND EXISTS (SELECT 1 FROM led)\
            """
                .formatted(tables.lead(), tables.piece()))) {
      delete.setLong(1, epoch);
      delete.setArray(
          2,
          connection.createArrayOf(
              "bigint", kept.stream().map(SnapshotRegistration::sequence).toArray()));
      delete.executeUpdate();
    }
  }

  private final class Sink implements SnapshotSink {
    private final Connection connection;
    private final long epoch;
    private final long sequence;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private long number;

    Sink(Connection connection, long epoch, long sequence) {
      this.connection = connection;
      this.epoch = epoch;
      this.sequence = sequence;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        int count = Math.min(bytes.remaining(), piece.remaining());
        piece.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        if (!piece.hasRemaining()) {
          insert();
        }
      }
    }

    /** Each piece is durable when it is inserted, and the last one is inserted at the end. */
    @Override
    public void sync() {}

    @Override
    public void close() throws IOException {
      if (piece.position() > 0) {
        insert();
      }
    }

    private void insert() throws IOException {
      byte[] bytes = new byte[piece.flip().remaining()];
      piece.get(bytes).clear();
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              WITH led AS MATERIALIZED (SELECT epoch FROM %s WHERE id = 1 AND epoch = ? FOR KEY SHARE)
              INSERT INTO %s SELECT ?, ?, ? FROM led\
              """
                  .formatted(tables.lead(), tables.piece()))) {
        insert.setLong(1, epoch);
        insert.setLong(2, sequence);
        insert.setLong(3, number++);
        insert.setBytes(4, bytes);
        if (insert.executeUpdate() != 1) {
          PostgresLeader leader = new PostgresLead(connection, tables).leader();
          throw new Tail(leader.epoch(), sequence).stale(tables.failures().journal(), epoch);
        }
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }
  }
}
