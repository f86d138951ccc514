package dev.berth.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Iterator;

/** Writes one snapshot, from the first byte to the last, durably. */
final class SnapshotWriter implements AutoCloseable {
  // A sync of all of it at its end would keep the disk busy while an append waits to be
  // synced.
  private static final long SYNC_BYTES = 4 << 20;

  private final SnapshotSink sink;
  private final MessageDigest sha256 = SnapshotFormat.sha256();
  private long unsynced;

  private SnapshotWriter(SnapshotSink sink) {
    this.sink = sink;
  }

  /**
   * Writes to {@code sink}, and closes it.
   *
   * @return the SHA-256 of what stands before it in the trailer
   */
  static String write(SnapshotSink sink, String engineId, Link at, Iterator<byte[]> chunks)
      throws IOException {
    try (SnapshotWriter writer = new SnapshotWriter(sink)) {
      writer.put(SnapshotFormat.header(engineId, at));
      int count = 0;
      while (chunks.hasNext()) {
        SnapshotFrame frame = SnapshotFrame.of(chunks.next());
        writer.put(frame.head());
        writer.put(ByteBuffer.wrap(frame.deflated()));
        count++;
      }
      return writer.end(count);
    }
  }

  private String end(int count) throws IOException {
    put(ByteBuffer.allocate(2 * Integer.BYTES).putInt(SnapshotFormat.END).putInt(count).flip());
    byte[] hash = sha256.digest();
    writeFully(ByteBuffer.wrap(hash));
    sink.sync();
    return SnapshotFormat.hexadecimal(hash);
  }

  private void put(ByteBuffer bytes) throws IOException {
    sha256.update(bytes.duplicate());
    writeFully(bytes);
    if (unsynced >= SYNC_BYTES) {
      sink.sync();
      unsynced = 0;
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    unsynced += bytes.remaining();
    sink.write(bytes);
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }
}
