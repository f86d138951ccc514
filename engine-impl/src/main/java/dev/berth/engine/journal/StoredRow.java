package dev.berth.engine.journal;

import dev.berth.JournalException;
import dev.berth.spi.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the event table: an entry with its checksum and the hash of the row before. The time
 * is kept as seconds and nanoseconds, which is exact for every {@link Instant}.
 */
final class StoredRow {
  static final String COLUMNS = "seq, epoch, second, nano, type, payload, previous_hash, crc";

  /** No CRC32C, which has 32 bits and no sign: what has it does not verify. */
  private static final long NO_CHECKSUM = -1;

  private static final byte[] NOTHING = {};

  private final long sequence;
  private final long epoch;
  private final long second;
  private final int nano;
  private final byte[] type;
  private final byte[] payload;
  private final HashChain.Hash previous;
  private final long checksum;

  /** What the row keeps; made when it is asked for. */
  private @Nullable JournalEntry entry;

  /**
   * The row that keeps {@code entry}.
   *
   * @throws JournalException if a text has no UTF-8 form and would come back as another one
   */
  StoredRow(JournalEntry entry, HashChain.Hash previous, HashChain chain) {
    this.entry = entry;
    sequence = entry.sequence();
    epoch = entry.epoch();
    Instant time = entry.time();
    second = time.getEpochSecond();
    nano = time.getNano();
    type = utf8(entry, entry.type());
    payload = utf8(entry, entry.payload());
    this.previous = previous;
    checksum = chain.checksum(this);
  }

  /** Reads {@link #COLUMNS}; whatever stands in them, it is {@link #intact} that tells. */
  StoredRow(ResultSet columns) throws SQLException {
    sequence = columns.getLong(1);
    epoch = columns.getLong(2);
    second = columns.getLong(3);
    nano = columns.getInt(4);
    type = orNothing(columns.getBytes(5));
    payload = orNothing(columns.getBytes(6));
    byte[] hash = orNothing(columns.getBytes(7));
    previous = HashChain.Hash.of(hash);
    checksum = hash.length == HashChain.Hash.LENGTH ? columns.getLong(8) : NO_CHECKSUM;
  }

  /** Sets {@link #COLUMNS}. */
  void bind(PreparedStatement insert) throws SQLException {
    insert.setLong(1, sequence);
    insert.setLong(2, epoch);
    insert.setLong(3, second);
    insert.setInt(4, nano);
    insert.setString(5, entry().type());
    insert.setString(6, entry().payload());
    insert.setBytes(7, previous.bytes());
    insert.setLong(8, checksum);
  }

  boolean intact(HashChain chain) {
    return checksum == chain.checksum(this);
  }

  JournalEntry entry() {
    JournalEntry known = entry;
    if (known == null) {
      known = decoded();
      entry = known;
    }
    return known;
  }

  private JournalEntry decoded() {
    return new JournalEntry(
        sequence,
        epoch,
        Instant.ofEpochSecond(second, nano),
        new String(type, StandardCharsets.UTF_8),
        new String(payload, StandardCharsets.UTF_8));
  }

  /** About how much memory it takes, without what every row takes. */
  int size() {
    return type.length + payload.length;
  }

  long sequence() {
    return sequence;
  }

  long epoch() {
    return epoch;
  }

  long second() {
    return second;
  }

  int nano() {
    return nano;
  }

  byte[] type() {
    return type;
  }

  byte[] payload() {
    return payload;
  }

  HashChain.Hash previous() {
    return previous;
  }

  long checksum() {
    return checksum;
  }

  private static byte[] utf8(JournalEntry entry, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
      throw new JournalException(
          "entry %d of type '%s' holds half a surrogate pair, which no journal can keep"
              .formatted(entry.sequence(), entry.type()));
    }
    return bytes;
  }

  private static byte[] orNothing(byte @Nullable [] bytes) {
    return bytes == null ? NOTHING : bytes;
  }
}
