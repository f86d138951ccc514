package dev.berth.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A snapshot in a file of its own. */
record SnapshotFile(Path file) implements SnapshotSource {
  /** A new file, which only its owner may read. */
  SnapshotSink create() throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Sink(FileChannel.open(file, options, JournalDirectory.forOwner(file, "rw-------")));
  }

  @Override
  public ByteBuffer read(long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int read = 0;
      while (read >= 0 && buffer.hasRemaining()) {
        read = channel.read(buffer, position + buffer.position());
      }
    }
    return buffer.flip();
  }

  @Override
  public long size() throws IOException {
    return Files.size(file);
  }

  private record Sink(FileChannel channel) implements SnapshotSink {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void sync() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
