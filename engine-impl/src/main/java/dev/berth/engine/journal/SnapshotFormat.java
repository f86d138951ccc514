package dev.berth.engine.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A snapshot's file around its chunks. Numbers are big-endian.
 *
 * <pre>
 * header   "BERTHSNP", format, sequence, hash of the entry at it, length of the engine id, engine id,
 *          CRC32C over all of these
 * frames   see {@link SnapshotFrame}
 * trailer  -1 (where a frame would have a length), number of frames,
 *          SHA-256 over all before it
 * </pre>
 */
final class SnapshotFormat {
  /** In the place of a frame's length: there is no other frame. */
  static final int END = -1;

  static final int SHA_256_BYTES = 32;
  static final int TRAILER_BYTES = 2 * Integer.BYTES + SHA_256_BYTES;

  private static final byte[] MAGIC = "BERTHSNP".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;

  private SnapshotFormat() {}

  /** The header of the snapshot of engine {@code engineId} at {@code at}. */
  static ByteBuffer header(String engineId, Link at) {
    byte[] id = engineId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header =
        ByteBuffer.allocate(MAGIC.length + 3 * Integer.BYTES + 3 * Long.BYTES + id.length)
            .put(MAGIC)
            .putInt(FORMAT)
            .putLong(at.sequence())
            .putLong(at.hash().high())
            .putLong(at.hash().low())
            .putInt(id.length)
            .put(id);
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, header.position());
    return header.putInt((int) crc.getValue()).flip();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hexadecimal(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
