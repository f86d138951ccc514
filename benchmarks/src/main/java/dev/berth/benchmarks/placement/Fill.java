package dev.berth.benchmarks.placement;

import dev.berth.benchmarks.report.Allocation;
import java.util.Arrays;
import java.util.BitSet;

/**
 * An empty cluster of equal nodes that is filled from a stream of tasks. A subject that needs
 * longer than a round is stopped, and counts with what it managed.
 */
final class Fill {
  /** So that the clock costs those nothing that take one task at a time. */
  private static final int TASKS_PER_LOOK_AT_THE_CLOCK = 16;

  private final Workload workload;
  private final int[] tasks;

  Fill(Workload workload) {
    this.workload = workload;
    this.tasks = workload.tasksToFill();
  }

  /** Fills once, and notes it as a round. */
  void measure(Contender contender) {
    try (Subject subject = contender.make(workload)) {
      int[] nodes = new int[tasks.length];
      int batch = contender.pace().batch();
      int step = batch == 1 ? TASKS_PER_LOOK_AT_THE_CLOCK : batch;
      Allocation allocation = Outcome.allocation(subject);
      long begin = System.nanoTime();
      long elapsed = 0;
      int asked = 0;
      while (asked < tasks.length && elapsed < contender.roundNanos()) {
        int count = Math.min(step, tasks.length - asked);
        subject.place(tasks, asked, count, nodes);
        asked += count;
        elapsed = System.nanoTime() - begin;
      }
      long allocated = allocation.bytes();
      contender.outcome().round(asked, elapsed, allocated);
      contender.outcome().filled(Arrays.copyOf(nodes, asked));
    }
  }

  /** Fills once more, which tells how long each task took, and finds the size of batches. */
  void measureEach(Contender contender) {
    Outcome outcome = contender.outcome();
    try (Subject subject = contender.make(workload)) {
      int[] nodes = new int[tasks.length];
      long begin = System.nanoTime();
      long end = begin;
      int asked = 0;
      while (asked < tasks.length && end - begin < contender.roundNanos()) {
        int count = Math.min(contender.pace().batch(), tasks.length - asked);
        long before = System.nanoTime();
        subject.place(tasks, asked, count, nodes);
        end = System.nanoTime();
        outcome.latency(end - before, count);
        contender.pace().took(end - before);
        asked += count;
      }
      outcome.unplaced(
          Arrays.stream(nodes, 0, asked).filter(node -> node == Subject.NOWHERE).count(), asked);
    }
  }

  /** How many nodes hold the first tasks of the stream. */
  static int nodesUsed(Outcome outcome, int firstTasks) {
    BitSet used = new BitSet();
    for (int task = 0; task < firstTasks; task++) {
      if (outcome.nodes()[task] != Subject.NOWHERE) {
        used.set(outcome.nodes()[task]);
      }
    }
    return used.cardinality();
  }

  /** How many nodes the first tasks of the stream need whatever the packing. */
  int lowerBound(int firstTasks) {
    Amounts capacity = workload.machines().getFirst().capacity();
    long bound = 1;
    for (int dimension = 0; dimension < capacity.dimensions(); dimension++) {
      long sum = 0;
      for (int task = 0; task < firstTasks; task++) {
        sum += workload.services().get(tasks[task]).demand().get(dimension);
      }
      bound = Math.max(bound, Math.ceilDiv(sum, capacity.get(dimension)));
    }
    return Math.toIntExact(bound);
  }
}
