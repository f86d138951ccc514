package dev.berth.driver.process;

/**
 * A place in one output stream that stays the same when the file is rotated.
 *
 * @param generation counts the rotations, from 0
 * @param offset in bytes from the beginning of that generation
 */
record LogPosition(long generation, long offset) {
  static final LogPosition START = new LogPosition(0, 0);

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if {@code text} is something else
   */
  static LogPosition parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("'" + text + "' is not generation:offset");
    }
    return new LogPosition(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  @Override
  public String toString() {
    return generation + ":" + offset;
  }
}
