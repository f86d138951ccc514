package dev.berth.driver.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;

/**
 * One generation of an output stream: a file, or the end of one.
 *
 * @param file the file
 * @param generation which one
 * @param base the offset of the file's first byte in its generation; above 0 where more was written
 *     than is kept
 * @param end the offset after its last byte
 * @param complete whether nothing more will be written to it
 */
record LogSegment(Path file, long generation, long base, long end, boolean complete) {
  /** A longer line is cut into several. */
  static final int LONGEST_LINE = 65_536;

  /**
   * Hands over whole lines from {@code from} on until {@code sink} wants no more, at most {@code
   * budget} bytes of them; an end without newline only of a complete segment.
   *
   * @param sink says whether it took the line
   * @return the offset after the last line it took
   */
  long read(long from, long budget, Predicate<String> sink) throws IOException {
    boolean gap = base > 0 && from <= base;
    long start = Math.max(from, base);
    byte[] bytes = bytes(start, (int) Math.min(end - start, budget));
    boolean whole = start + bytes.length == end && complete;
    int position = gap ? afterNewline(bytes, 0, bytes.length) : 0;
    while (position < bytes.length) {
      int next = nextLine(bytes, position, whole);
      if (next < 0) {
        break;
      }
      int length = bytes[next - 1] == '\n' ? next - 1 - position : next - position;
      if (!sink.test(new String(bytes, position, length, UTF_8))) {
        break;
      }
      position = next;
    }
    return start + position;
  }

  /** Where the line that begins at {@code position} ends; -1 if it has not ended yet. */
  private static int nextLine(byte[] bytes, int position, boolean whole) {
    int limit = Math.min(bytes.length, position + LONGEST_LINE);
    for (int i = position; i < limit; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    if (limit == bytes.length) {
      return whole || limit - position == LONGEST_LINE ? limit : -1;
    }
    if (bytes[limit] == '\n') {
      return limit + 1;
    }
    // A character is not cut in two.
    int cut = limit;
    while (cut > limit - 4 && (bytes[cut] & 0xC0) == 0x80) {
      cut--;
    }
    return cut;
  }

  private static int afterNewline(byte[] bytes, int from, int otherwise) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return otherwise;
  }

  /** The beginning of the first line that lies wholly after {@code offset} or begins there. */
  long lineStart(long offset) throws IOException {
    if (offset <= base) {
      return base;
    }
    byte[] bytes = bytes(offset - 1, (int) Math.min(end - offset + 1, LONGEST_LINE + 1));
    return offset - 1 + afterNewline(bytes, 0, 1);
  }

  private byte[] bytes(long offset, int length) throws IOException {
    if (length <= 0) {
      return new byte[0];
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long at = offset - base;
      while (bytes.hasRemaining()) {
        int count = channel.read(bytes, at);
        if (count < 0) {
          break;
        }
        at += count;
      }
    }
    byte[] read = new byte[bytes.position()];
    bytes.flip().get(read);
    return read;
  }
}
