package dev.berth.benchmarks.placement;

import java.util.List;

/**
 * A scenario and what all subjects did in it.
 *
 * @param scenario the case
 * @param outcomes one per subject that tried
 * @param comparedTasks of a fill: how many tasks of the stream all subjects were asked for in time;
 *     0 for a churn
 * @param lowerBound how many nodes those tasks need at least; 0 for a churn
 */
record Measured(Scenario scenario, List<Outcome> outcomes, int comparedTasks, int lowerBound) {}
