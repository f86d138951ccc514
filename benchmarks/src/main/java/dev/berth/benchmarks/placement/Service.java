package dev.berth.benchmarks.placement;

/**
 * A service of a workload: its tasks are alike.
 *
 * @param number counted from 0
 * @param demand what each of its tasks needs
 * @param architecture where they may run; only heeded in a workload with constraints
 */
record Service(int number, Amounts demand, String architecture) {}
