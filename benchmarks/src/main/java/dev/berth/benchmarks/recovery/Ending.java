package dev.berth.benchmarks.recovery;

/** How the engine before ended. */
enum Ending {
  KILLED_WITHOUT_SNAPSHOTS("killed, no snapshots"),
  KILLED("killed"),
  DETACHED("detached");

  private final String label;

  Ending(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
