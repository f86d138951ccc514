package dev.berth.benchmarks.placement;

/**
 * A node of a workload.
 *
 * @param name unique in its cluster
 * @param capacity what it has
 * @param zone one of three
 * @param architecture what a constraint can ask for
 */
record Machine(String name, Amounts capacity, String zone, String architecture) {}
