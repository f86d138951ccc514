package dev.berth.testkit;

/** The power cut of a simulated engine: whatever it was doing, it does no more of it. */
final class Crash extends Error {
  private static final long serialVersionUID = 1;

  Crash() {
    super("the simulated engine crashed", null, false, false);
  }
}
