package dev.berth.benchmarks.openb;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;
import dev.berth.placement.Policy;
import dev.berth.placement.policy.DemandShape;
import java.util.Arrays;
import java.util.List;

/**
 * The experiment of "Beware of Fragmentation" (USENIX ATC 2023): pods arrive, none leaves, one that
 * fits nowhere is dropped; how much of the GPUs is allocated when as much was asked for as there
 * is?
 *
 * <p>A scan over all nodes that knows nothing but policies: costs are kept per shape and node until
 * the node changes.
 */
final class OpenbExperiment {
  private static final int DEVICE = 1_000;

  private final OpenbTrace trace;
  private final Row[] rows;
  private final Pod[] pods;

  private OpenbExperiment(OpenbTrace trace, long seed) {
    this.trace = trace;
    List<OpenbTrace.Machine> machines = trace.machines(seed);
    long cpu = 0;
    long memory = 0;
    for (OpenbTrace.Machine machine : machines) {
      cpu = Math.max(cpu, machine.cpu());
      memory = Math.max(memory, machine.memory());
    }
    rows = new Row[machines.size()];
    for (int index = 0; index < rows.length; index++) {
      rows[index] = new Row(index, machines.get(index), new double[] {1.0 / cpu, 1.0 / memory});
    }
    pods = new Pod[trace.shapes().size()];
    for (int shape = 0; shape < pods.length; shape++) {
      pods[shape] = new Pod(trace.shapes().get(shape), rows.length);
    }
  }

  /**
   * The GPU allocated, in percent of all GPUs, while what arrived rounds to {@code percent} of
   * them: the mean after each such arrival, which is how the published curves are made.
   */
  static double allocated(OpenbTrace trace, Policy policy, long seed, int percent) {
    return new OpenbExperiment(trace, seed).run(policy, seed, percent);
  }

  private double run(Policy policy, long seed, int percent) {
    double capacity = trace.gpuCapacity();
    long arrived = 0;
    long used = 0;
    double sum = 0;
    int count = 0;
    for (int shape : trace.arrivals(seed, 1.3)) {
      arrived += trace.gpu(shape);
      if (place(policy, pods[shape])) {
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

  private boolean place(Policy policy, Pod pod) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (Row row : rows) {
      if (pod.seen[row.index] != row.changes) {
        pod.seen[row.index] = row.changes;
        pod.cost(policy, row);
      }
      if (pod.costs[row.index] < least) {
        least = pod.costs[row.index];
        best = row.index;
      }
    }
    if (best >= 0) {
      rows[best].take(pod, pod.chosen[best]);
    }
    return best >= 0;
  }

  private static final class Row implements NodeView {
    private final int index;
    private final OpenbTrace.Machine machine;
    private final double[] scale;
    private final long[] free;
    private final int[] devices;
    private int changes = 1;

    private Row(int index, OpenbTrace.Machine machine, double[] scale) {
      this.index = index;
      this.machine = machine;
      this.scale = scale;
      free = new long[] {machine.cpu(), machine.memory()};
      devices = new int[machine.gpus()];
      Arrays.fill(devices, DEVICE);
    }

    private boolean canTake(Pod pod) {
      if (free[0] < pod.amount(0) || free[1] < pod.amount(1)) {
        return false;
      }
      int whole = pod.wholeGpus();
      boolean share = pod.gpuShare() == 0;
      for (int device : devices) {
        whole -= device == DEVICE ? 1 : 0;
        share |= device >= pod.gpuShare();
      }
      boolean noGpus = pod.wholeGpus() == 0 && pod.gpuShare() == 0;
      return noGpus || (whole <= 0 && share && pod.allows(this));
    }

    private void take(Pod pod, int device) {
      free[0] -= pod.amount(0);
      free[1] -= pod.amount(1);
      if (device >= 0) {
        devices[device] -= pod.gpuShare();
      }
      int whole = pod.wholeGpus();
      for (int other = 0; whole > 0; other++) {
        if (devices[other] == DEVICE) {
          devices[other] = 0;
          whole--;
        }
      }
      changes++;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public String name() {
      return machine.name();
    }

    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public long capacity(int dimension) {
      return dimension == 0 ? machine.cpu() : machine.memory();
    }

    @Override
    public long free(int dimension) {
      return free[dimension];
    }

    @Override
    public double scale(int dimension) {
      return scale[dimension];
    }

    @Override
    public int devices() {
      return devices.length;
    }

    @Override
    public int deviceFree(int device) {
      return devices[device];
    }

    @Override
    public String attribute(String name) {
      return name.equals("gpu.model") ? machine.model() : "";
    }
  }

  private static final class Pod implements DemandView {
    private final DemandShape shape;
    private final long[] amounts;
    private final int[] seen;
    private final double[] costs;
    private final int[] chosen;

    private Pod(DemandShape shape, int nodes) {
      this.shape = shape;
      amounts = shape.amounts().stream().mapToLong(Long::longValue).toArray();
      seen = new int[nodes];
      costs = new double[nodes];
      chosen = new int[nodes];
    }

    private void cost(Policy policy, Row row) {
      double least = Double.POSITIVE_INFINITY;
      int best = -1;
      if (row.canTake(this)) {
        if (shape.gpuShare() == 0) {
          least = policy.cost(row, this, -1);
        }
        for (int device = 0; shape.gpuShare() > 0 && device < row.devices(); device++) {
          if (row.deviceFree(device) >= shape.gpuShare()) {
            double cost = policy.cost(row, this, device);
            if (cost < least) {
              least = cost;
              best = device;
            }
          }
        }
      }
      costs[row.index] = least;
      chosen[row.index] = best;
    }

    @Override
    public long amount(int dimension) {
      return amounts[dimension];
    }

    @Override
    public int wholeGpus() {
      return shape.wholeGpus();
    }

    @Override
    public int gpuShare() {
      return shape.gpuShare();
    }

    @Override
    public boolean allows(NodeView node) {
      return shape.models().isEmpty() || shape.models().contains(node.attribute("gpu.model"));
    }
  }
}
