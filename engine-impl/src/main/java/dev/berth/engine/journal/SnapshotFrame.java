package dev.berth.engine.journal;

import dev.berth.spi.Journal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * One chunk as a snapshot's file holds it: its length, the length it has when deflated, a CRC32C
 * over both and the deflated bytes, and those, in zlib's format.
 */
final class SnapshotFrame {
  /** The bytes before the deflated ones. */
  static final int HEAD_BYTES = 3 * Integer.BYTES;

  // zlib adds five bytes to each block that it cannot make smaller, of which the shortest has 16
  // KiB, and a few at the beginning and the end.
  private static int mostDeflated(int length) {
    return length + length / 1024 + 64;
  }

  private final int length;
  private final byte[] deflated;

  private SnapshotFrame(int length, byte[] deflated) {
    this.length = length;
    this.deflated = deflated;
  }

  /**
   * The head of a frame, read before its bytes.
   *
   * @param number of the chunk, from 1, for messages
   */
  record Head(int number, int length, int deflatedLength, int checksum) {
    /** Refuses lengths that no frame has, before anybody reserves memory for them. */
    void requirePossible() throws SnapshotDamage {
      if (length < 0
          || length > Journal.MAXIMUM_CHUNK_BYTES
          || deflatedLength < 0
          || deflatedLength > mostDeflated(length)) {
        throw new SnapshotDamage("chunk " + number + " has lengths that no chunk has");
      }
    }

    SnapshotFrame frame(byte[] deflated) throws SnapshotDamage {
      SnapshotFrame frame = new SnapshotFrame(length, deflated);
      if (frame.checksum() != checksum) {
        throw new SnapshotDamage("chunk " + number + " does not match its checksum");
      }
      return frame;
    }
  }

  /** Deflates {@code chunk}; fast rather than small, as a snapshot's JSON shrinks well anyway. */
  static SnapshotFrame of(byte[] chunk) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(chunk);
      deflater.finish();
      byte[] room = new byte[mostDeflated(chunk.length)];
      int length = deflater.deflate(room);
      if (!deflater.finished()) {
        throw new IllegalStateException("a deflated chunk is larger than a chunk can become");
      }
      return new SnapshotFrame(chunk.length, Arrays.copyOf(room, length));
    } finally {
      deflater.end();
    }
  }

  byte[] deflated() {
    return deflated;
  }

  ByteBuffer head() {
    return ByteBuffer.allocate(HEAD_BYTES)
        .putInt(length)
        .putInt(deflated.length)
        .putInt(checksum())
        .flip();
  }

  /** The chunk. */
  byte[] inflate() throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(deflated);
      byte[] chunk = new byte[length];
      int inflated = inflater.inflate(chunk);
      // An empty chunk, or one that fills its room, ends with the bytes that follow it.
      if (inflated != length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
        throw new SnapshotDamage("a chunk does not inflate to %d bytes".formatted(length));
      }
      return chunk;
    } catch (DataFormatException e) {
      throw new SnapshotDamage("a chunk does not inflate: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  private int checksum() {
    CRC32C crc = new CRC32C();
    crc.update(
        ByteBuffer.allocate(2 * Integer.BYTES).putInt(length).putInt(deflated.length).flip());
    crc.update(deflated);
    return (int) crc.getValue();
  }
}
