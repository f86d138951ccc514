package dev.berth.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one snapshot in order, each verified, and at the end all of it. Nothing is
 * open between two frames, so that an iteration that nobody finishes leaves nothing open.
 */
final class SnapshotReader {
  private final SnapshotSource source;
  private final String engineId;
  private final SnapshotRegistration expected;
  private final MessageDigest sha256 = SnapshotFormat.sha256();
  private long position;
  private int count;
  private boolean ended;
  private @Nullable SnapshotFrame next;

  /** A reader of {@code source}, which must be what was registered as {@code expected}. */
  SnapshotReader(SnapshotSource source, String engineId, SnapshotRegistration expected) {
    this.source = source;
    this.engineId = engineId;
    this.expected = expected;
  }

  /** Reads all of it and gives the number of chunks. */
  int verify() throws IOException {
    while (hasNext()) {
      next = null;
    }
    return count;
  }

  boolean hasNext() throws IOException {
    if (next == null && !ended) {
      if (position == 0) {
        readHeader();
      }
      readFrame();
    }
    return next != null;
  }

  SnapshotFrame next() throws IOException {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the snapshot has %d chunks".formatted(count));
    }
    SnapshotFrame frame = next;
    next = null;
    return frame;
  }

  private void readHeader() throws IOException {
    ByteBuffer wanted = SnapshotFormat.header(engineId, expected.at());
    ByteBuffer found = read(wanted.remaining(), "header");
    if (!found.equals(wanted)) {
      throw new SnapshotDamage(
          "its header is not that of engine '%s' at entry %d"
              .formatted(engineId, expected.sequence()));
    }
    sha256.update(found);
  }

  private void readFrame() throws IOException {
    String name = "chunk " + (count + 1);
    ByteBuffer length = read(Integer.BYTES, name);
    sha256.update(length.duplicate());
    if (length.getInt(0) == SnapshotFormat.END) {
      readTrailer();
      return;
    }
    ByteBuffer rest = read(SnapshotFrame.HEAD_BYTES - Integer.BYTES, name);
    sha256.update(rest.duplicate());
    SnapshotFrame.Head head =
        new SnapshotFrame.Head(count + 1, length.getInt(), rest.getInt(), rest.getInt());
    head.requirePossible();
    byte[] deflated = read(head.deflatedLength(), name).array();
    sha256.update(deflated);
    next = head.frame(deflated);
    count++;
  }

  private void readTrailer() throws IOException {
    ByteBuffer number = read(Integer.BYTES, "trailer");
    sha256.update(number.duplicate());
    if (number.getInt() != count) {
      throw new SnapshotDamage("its trailer does not count %d chunks".formatted(count));
    }
    String computed = SnapshotFormat.hexadecimal(sha256.digest());
    String written =
        SnapshotFormat.hexadecimal(read(SnapshotFormat.SHA_256_BYTES, "trailer").array());
    if (!computed.equals(written) || !computed.equals(expected.sha256())) {
      throw new SnapshotDamage("its SHA-256 is not the one that was registered");
    }
    if (position != source.size()) {
      throw new SnapshotDamage("%d bytes follow its trailer".formatted(source.size() - position));
    }
    ended = true;
  }

  private ByteBuffer read(int bytes, String what) throws IOException {
    ByteBuffer buffer = source.read(position, bytes);
    position += buffer.remaining();
    if (buffer.remaining() < bytes) {
      throw new SnapshotDamage("it ends at byte %d, in its %s".formatted(position, what));
    }
    return buffer;
  }
}
