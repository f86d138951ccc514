package dev.berth.examples.placement;

/** What was expected did not come about. */
final class Unmet extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unmet(String expected) {
    super(expected);
  }

  static void unless(boolean met, String expected) {
    if (!met) {
      throw new Unmet(expected);
    }
  }
}
