package dev.berth.benchmarks.placement;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * The tasks that run, each with its node and service in one number, in no order. So what a
 * benchmark keeps takes little of the caches from those that it measures.
 */
final class Running {
  private static final int TRIES = 20;

  private final int serviceBits;
  private int[] tasks = new int[1_024];
  private int size;

  private Running(int services) {
    serviceBits = Integer.SIZE - Integer.numberOfLeadingZeros(services - 1);
  }

  /**
   * The tasks of a cluster that has been in use: every node has tasks up to some share of its
   * scarcest dimension between 70 and 100 %, 85 % on average.
   */
  static Running of(Workload workload) {
    SplittableRandom random = workload.tasks();
    int services = workload.services().size();
    Running running = new Running(services);
    BitSet onNode = new BitSet(services);
    for (int node = 0; node < workload.machines().size(); node++) {
      Machine machine = workload.machines().get(node);
      double share = Scenario.FULL + random.nextDouble(-0.15, 0.15);
      long[] left = new long[machine.capacity().dimensions()];
      for (int dimension = 0; dimension < left.length; dimension++) {
        left[dimension] = (long) (share * machine.capacity().get(dimension));
      }
      onNode.clear();
      for (int tries = 0; tries < TRIES; tries++) {
        Service service = workload.services().get(random.nextInt(services));
        boolean allowed =
            !workload.scenario().constrained()
                || (service.architecture().equals(machine.architecture())
                    && !onNode.get(service.number()));
        if (allowed && take(left, service.demand())) {
          onNode.set(service.number());
          running.add(node, service.number());
          tries = 0;
        }
      }
    }
    return running;
  }

  private static boolean take(long[] left, Amounts demand) {
    for (int dimension = 0; dimension < left.length; dimension++) {
      if (left[dimension] < demand.get(dimension)) {
        return false;
      }
    }
    for (int dimension = 0; dimension < left.length; dimension++) {
      left[dimension] -= demand.get(dimension);
    }
    return true;
  }

  int size() {
    return size;
  }

  int node(int index) {
    return tasks[index] >>> serviceBits;
  }

  int service(int index) {
    return tasks[index] & ~(-1 << serviceBits);
  }

  void add(int node, int service) {
    if (Integer.numberOfLeadingZeros(node) < serviceBits) {
      throw new IllegalArgumentException(
          "node %d has no room beside %d bits for the service".formatted(node, serviceBits));
    }
    if (size == tasks.length) {
      tasks = Arrays.copyOf(tasks, 2 * size);
    }
    tasks[size++] = node << serviceBits | service;
  }

  /** Removes a task; the last one takes its index. */
  void remove(int index) {
    tasks[index] = tasks[--size];
  }
}
