package dev.berth.benchmarks.recovery;

/**
 * What an engine leaves behind.
 *
 * @param tasks that run
 * @param events that its journal was given at least
 */
record Case(int tasks, int events) {
  /** As many tasks on a node as in {@code c2m}. */
  int nodes() {
    return Math.max(1, (int) Math.round(tasks * 6_100.0 / 2_000_000));
  }
}
