package dev.berth.spi;

/**
 * One line of a container's output.
 *
 * @param stream where it was written
 * @param text without the line's end; a line longer than 65,536 bytes is cut into several
 */
public record LogLine(Stream stream, String text) {
  /** The two output streams of a process. */
  public enum Stream {
    /** Standard output. */
    STDOUT,
    /** Standard error. */
    STDERR
  }
}
