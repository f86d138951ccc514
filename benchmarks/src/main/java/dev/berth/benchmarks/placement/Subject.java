package dev.berth.benchmarks.placement;

/**
 * A scheduler under measurement. Nodes are known by their index among the workload's machines,
 * tasks by the number of their service: tasks of one service on one node are interchangeable.
 */
interface Subject extends AutoCloseable {
  /** What {@link #place} gives when no node can take the task. */
  int NOWHERE = -1;

  /** How a subject is made, empty, for a workload. */
  interface Maker {
    String name();

    /** How many tasks it wants to be given at once to be at its fastest. */
    default int batch() {
      return 1;
    }

    /** How many times longer its rounds are, so that enough happens in them. */
    default int patience() {
      return 1;
    }

    /** Whether it can do the scenario in a time that one would wait. */
    boolean attempts(Scenario scenario);

    Subject make(Workload workload);
  }

  /** Whether threads of its own work for it. */
  default boolean hasThreads() {
    return false;
  }

  /** Takes note of a task that runs on a node already. */
  void put(int node, int service);

  /** Places one task: gives its node, which then holds it, or {@link #NOWHERE}. */
  int place(int service);

  /** Places {@code count} tasks from {@code first} on; their nodes go to the same indices. */
  default void place(int[] services, int first, int count, int[] nodes) {
    for (int i = first; i < first + count; i++) {
      nodes[i] = place(services[i]);
    }
  }

  /** A task of this service on this node is over. */
  void release(int node, int service);

  @Override
  default void close() {}
}
