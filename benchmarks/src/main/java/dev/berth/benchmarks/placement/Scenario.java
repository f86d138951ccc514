package dev.berth.benchmarks.placement;

import java.util.Locale;

/**
 * One case of the placement benchmark.
 *
 * @param kind what is done
 * @param nodes how many nodes there are
 * @param dimensions how many dimensions count
 * @param constrained whether tasks ask for an architecture and for distinct nodes, and are spread
 *     over the zones
 */
record Scenario(Kind kind, int nodes, int dimensions, boolean constrained) {
  /** How full the scarcest dimension is. */
  static final double FULL = 0.85;

  /** What is done to the cluster. */
  enum Kind {
    /** Equal, empty nodes are filled. */
    FILL,
    /** Mixed, filled nodes lose a random task and get a new one. */
    CHURN
  }

  String label() {
    return String.format(
        Locale.ROOT,
        "%s, %,d nodes, %d dimensions%s",
        kind.name().toLowerCase(Locale.ROOT),
        nodes,
        dimensions,
        constrained ? ", constrained" : "");
  }
}
