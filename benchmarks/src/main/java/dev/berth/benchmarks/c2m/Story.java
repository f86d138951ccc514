package dev.berth.benchmarks.c2m;

import dev.berth.benchmarks.report.Panel;
import java.util.List;
import java.util.Optional;

/**
 * What happened to the largest cluster after all of it ran.
 *
 * @param size how large it is
 * @param growth how it came to run
 * @param course how many tasks ran when, in seconds
 * @param heap in use then, in bytes
 * @param journal the size of its journal then, in bytes
 * @param coresIdle which part of a core was busy while nothing happened, if it was looked at
 * @param rack nodes side by side were lost
 * @param scattered nodes all over were lost
 * @param killed it started again without a last snapshot
 * @param detached it started again after it was detached
 * @param heapOfDataPlane in use when no engine was there any more, in bytes
 */
record Story(
    Size size,
    Growth growth,
    List<Panel.Point> course,
    long heap,
    long journal,
    Optional<Double> coresIdle,
    Trial.Loss rack,
    Trial.Loss scattered,
    Trial.Restart killed,
    Trial.Restart detached,
    long heapOfDataPlane) {
  double heapPerTask() {
    return (double) heap / size.tasks();
  }

  double dataPlanePerTask() {
    return (double) heapOfDataPlane / size.tasks();
  }
}
