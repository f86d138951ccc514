package dev.berth.engine.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * The checksums that make damage visible. Each row carries a CRC of itself and the hash of the row
 * before it. The CRC finds flipped bits and is the only guard of the newest row; the hash finds
 * what a matching CRC cannot: rows that were replaced, dropped, or brought from another journal,
 * since the first row's predecessor is the engine id.
 *
 * <p>Not safe for use by several threads.
 */
final class HashChain {
  private static final int NUMBERS = 3 * Long.BYTES + 3 * Integer.BYTES;

  private final MessageDigest sha256 = sha256();
  private final CRC32C crc32c = new CRC32C();
  private final ByteBuffer numbers = ByteBuffer.allocate(NUMBERS);

  /** The first 16 bytes of a SHA-256. */
  record Hash(long high, long low) {
    static final int LENGTH = 2 * Long.BYTES;

    /** Reads what {@link #bytes} gave; bytes of another length are no hash and equal none. */
    static Hash of(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.allocate(LENGTH).put(bytes, 0, Math.min(LENGTH, bytes.length));
      return new Hash(buffer.getLong(0), buffer.getLong(Long.BYTES));
    }

    byte[] bytes() {
      return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
    }
  }

  /** What the first row follows. */
  static Hash beginning(String engineId) {
    return Hash.of(sha256().digest(engineId.getBytes(StandardCharsets.UTF_8)));
  }

  /** The CRC32C over every other column of {@code row}. */
  long checksum(StoredRow row) {
    crc32c.reset();
    crc32c.update(numbersOf(row));
    crc32c.update(row.type());
    crc32c.update(row.payload());
    crc32c.update(row.previous().bytes());
    return crc32c.getValue();
  }

  /** The hash over every column of {@code row}, which the next row carries. */
  Hash hash(StoredRow row) {
    sha256.update(numbersOf(row));
    sha256.update(row.type());
    sha256.update(row.payload());
    sha256.update(row.previous().bytes());
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(row.checksum()).flip());
    return Hash.of(sha256.digest());
  }

  /** With the type's length, so that type and payload cannot shift into each other. */
  private ByteBuffer numbersOf(StoredRow row) {
    return numbers
        .clear()
        .putLong(row.sequence())
        .putLong(row.epoch())
        .putLong(row.second())
        .putInt(row.nano())
        .putInt(row.type().length)
        .putInt(row.payload().length)
        .flip();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
