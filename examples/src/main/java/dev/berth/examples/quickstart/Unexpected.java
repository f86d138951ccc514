package dev.berth.examples.quickstart;

/** What was expected did not come about. */
final class Unexpected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Unexpected(String message) {
    super(message);
  }

  /** An expectation and what was seen instead. */
  static Unexpected of(String expected, String seen) {
    return new Unexpected("expected %s; saw %s".formatted(expected, seen));
  }
}
