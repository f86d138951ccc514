package dev.berth.spi;

/** Which piece of a container's output to read. */
public sealed interface LogQuery {
  /** How many lines at most. */
  int lines();

  /**
   * The last lines.
   *
   * @param lines 1 to 10,000
   */
  record Tail(int lines) implements LogQuery {}

  /**
   * The lines after a position.
   *
   * @param position from {@link LogChunk#next}; {@link #START} begins with the oldest line kept
   * @param lines 1 to 10,000
   */
  record After(String position, int lines) implements LogQuery {}

  /** The position before the oldest line that is kept. */
  String START = "";
}
