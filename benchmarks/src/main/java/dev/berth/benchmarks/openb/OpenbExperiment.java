package dev.berth.benchmarks.openb;

import dev.berth.model.PlacementConstraint;
import dev.berth.model.Resources;
import dev.berth.placement.Demand;
import dev.berth.placement.NodeShape;
import dev.berth.placement.Placer;
import dev.berth.placement.Policy;
import dev.berth.placement.PreparedDemand;
import dev.berth.placement.policy.DemandShape;
import dev.berth.placement.policy.Workload;
import java.util.Map;
import java.util.TreeSet;

/**
 * The experiment of "Beware of Fragmentation" (USENIX ATC 2023): pods arrive, none leaves, one that
 * fits nowhere is dropped; how much of the GPUs is allocated when as much was asked for as there
 * is?
 */
final class OpenbExperiment {
  /** How far the trace is drawn out, as in the paper. */
  private static final double INFLATED = 1.3;

  private final OpenbTrace trace;
  private final Placer placer;
  private final PreparedDemand[] pods;

  private OpenbExperiment(OpenbTrace trace, Policy policy, long seed) {
    this.trace = trace;
    placer =
        Placer.builder()
            .dimensions(Resources.CPU, Resources.MEMORY, Resources.GPU)
            .policy(policy)
            .build();
    for (OpenbTrace.Machine machine : trace.machines(seed)) {
      Resources capacity =
          Resources.of(machine.cpu(), machine.memory()).with(Resources.GPU, machine.gpus());
      int unused =
          placer.addNode(
              NodeShape.of(machine.name(), capacity)
                  .with(Map.of(Workload.MODEL_ATTRIBUTE, machine.model())));
    }
    pods =
        trace.shapes().stream()
            .map(shape -> placer.prepare(demand(shape)))
            .toArray(PreparedDemand[]::new);
  }

  private static Demand demand(DemandShape shape) {
    Resources resources =
        Resources.of(shape.amounts().get(0), shape.amounts().get(1))
            .with(Resources.GPU, shape.wholeGpus())
            .with(Resources.GPU_SHARE, shape.gpuShare());
    Demand.Builder demand = Demand.builder(resources);
    if (!shape.models().isEmpty()) {
      demand.constraint(
          PlacementConstraint.memberOf(
              "attribute:%s in [%s]"
                  .formatted(
                      Workload.MODEL_ATTRIBUTE, String.join(", ", new TreeSet<>(shape.models())))));
    }
    return demand.build();
  }

  /**
   * The GPU allocated, in percent of all GPUs, while what arrived rounds to {@code percent} of
   * them: the mean after each such arrival, which is how the published curves are made.
   */
  static double allocated(OpenbTrace trace, Policy policy, long seed, int percent) {
    return new OpenbExperiment(trace, policy, seed).run(seed, percent);
  }

  private double run(long seed, int percent) {
    double capacity = trace.gpuCapacity();
    long arrived = 0;
    long used = 0;
    double sum = 0;
    int count = 0;
    for (int shape : trace.arrivals(seed, INFLATED)) {
      arrived += trace.gpu(shape);
      if (placer.place(pods[shape]) != Placer.UNPLACED) {
        used += trace.gpu(shape);
      }
      long rounded = Math.round(100 * arrived / capacity);
      if (rounded > percent) {
        break;
      }
      if (rounded == percent) {
        sum += 100 * used / capacity;
        count++;
      }
    }
    return sum / count;
  }
}
