package dev.berth.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one snapshot's file in order, each verified, and at the end all of it. The
 * file is open only while a frame is read, so that an iteration that nobody finishes leaves nothing
 * open.
 */
final class SnapshotReader {
  private final Path file;
  private final String engineId;
  private final SnapshotRegistration expected;
  private final MessageDigest sha256 = SnapshotFormat.sha256();
  private long position;
  private int count;
  private boolean ended;
  private @Nullable SnapshotFrame next;

  /** A reader of {@code file}, which must be the one that was registered as {@code expected}. */
  SnapshotReader(Path file, String engineId, SnapshotRegistration expected) {
    this.file = file;
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
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        if (position == 0) {
          readHeader(channel);
        }
        readFrame(channel);
      }
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

  private void readHeader(FileChannel channel) throws IOException {
    ByteBuffer wanted = SnapshotFormat.header(engineId, expected.at());
    ByteBuffer found = read(channel, wanted.remaining(), "header");
    if (!found.equals(wanted)) {
      throw new SnapshotDamage(
          "its header is not that of engine '%s' at entry %d"
              .formatted(engineId, expected.sequence()));
    }
    sha256.update(found);
  }

  private void readFrame(FileChannel channel) throws IOException {
    String name = "chunk " + (count + 1);
    ByteBuffer length = read(channel, Integer.BYTES, name);
    sha256.update(length.duplicate());
    if (length.getInt(0) == SnapshotFormat.END) {
      readTrailer(channel);
      return;
    }
    ByteBuffer rest = read(channel, SnapshotFrame.HEAD_BYTES - Integer.BYTES, name);
    sha256.update(rest.duplicate());
    SnapshotFrame.Head head =
        new SnapshotFrame.Head(count + 1, length.getInt(), rest.getInt(), rest.getInt());
    head.requirePossible();
    byte[] deflated = read(channel, head.deflatedLength(), name).array();
    sha256.update(deflated);
    next = head.frame(deflated);
    count++;
  }

  private void readTrailer(FileChannel channel) throws IOException {
    ByteBuffer number = read(channel, Integer.BYTES, "trailer");
    sha256.update(number.duplicate());
    if (number.getInt() != count) {
      throw new SnapshotDamage("its trailer does not count %d chunks".formatted(count));
    }
    String computed = SnapshotFormat.hexadecimal(sha256.digest());
    String written =
        SnapshotFormat.hexadecimal(read(channel, SnapshotFormat.SHA_256_BYTES, "trailer").array());
    if (!computed.equals(written) || !computed.equals(expected.sha256())) {
      throw new SnapshotDamage("its SHA-256 is not the one that was registered");
    }
    if (position != channel.size()) {
      throw new SnapshotDamage("%d bytes follow its trailer".formatted(channel.size() - position));
    }
    ended = true;
  }

  private ByteBuffer read(FileChannel channel, int bytes, String what) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, position);
      if (read < 0) {
        throw new SnapshotDamage("it ends at byte %d, in its %s".formatted(position, what));
      }
      position += read;
    }
    return buffer.flip();
  }
}
