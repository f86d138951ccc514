package dev.berth.benchmarks.c2m;

import java.util.Locale;

/**
 * How large a cluster is.
 *
 * @param tasks how many shall run
 * @param nodes on so many nodes
 */
record Size(int tasks, int nodes) {
  /** As many tasks on a node as with 2,000,000 on 6,100. */
  static Size of(int tasks) {
    return new Size(tasks, Math.max(1, (int) Math.round(tasks * 6_100.0 / 2_000_000)));
  }

  /** Of 6,100 nodes 100 are lost, of fewer the same part, at least one. */
  int lostNodes() {
    return Math.max(1, (int) Math.round(nodes * 100.0 / 6_100));
  }

  String label() {
    return String.format(Locale.ROOT, "%,d tasks on %,d nodes", tasks, nodes);
  }
}
