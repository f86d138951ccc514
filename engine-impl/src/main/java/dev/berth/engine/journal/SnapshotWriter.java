package dev.berth.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.Set;

/** Writes the file of one snapshot, from the first byte to the last, durably. */
final class SnapshotWriter implements AutoCloseable {
  // A sync of the whole file at its end would keep the disk busy while an append waits to be
  // synced.
  private static final long SYNC_BYTES = 4 << 20;

  private final FileChannel channel;
  private final MessageDigest sha256 = SnapshotFormat.sha256();
  private long unsynced;

  private SnapshotWriter(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Writes {@code file}, which must not exist.
   *
   * @return the SHA-256 of what stands before it in the trailer
   */
  static String write(Path file, String engineId, Link at, Iterator<byte[]> chunks)
      throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SnapshotWriter writer =
        new SnapshotWriter(
            FileChannel.open(file, options, JournalDirectory.forOwner(file, "rw-------")))) {
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
    channel.force(true);
    return SnapshotFormat.hexadecimal(hash);
  }

  private void put(ByteBuffer bytes) throws IOException {
    sha256.update(bytes.duplicate());
    writeFully(bytes);
    if (unsynced >= SYNC_BYTES) {
      channel.force(false);
      unsynced = 0;
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    unsynced += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
