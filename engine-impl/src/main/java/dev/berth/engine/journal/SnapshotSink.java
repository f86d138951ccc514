package dev.berth.engine.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of one snapshot go, from the first to the last. */
interface SnapshotSink extends Closeable {
  /** Takes all that remains of {@code bytes}. */
  void write(ByteBuffer bytes) throws IOException;

  /** Makes durable what was written. */
  void sync() throws IOException;
}
