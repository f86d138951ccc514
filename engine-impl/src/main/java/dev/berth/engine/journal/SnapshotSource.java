package dev.berth.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of one snapshot are read from. Nothing is held open between two calls. */
interface SnapshotSource {
  /** The bytes from {@code position} on, fewer than {@code count} only at the end. */
  ByteBuffer read(long position, int count) throws IOException;

  /** How many bytes there are. */
  long size() throws IOException;
}
