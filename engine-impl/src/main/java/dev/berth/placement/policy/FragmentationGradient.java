package dev.berth.placement.policy;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;
import dev.berth.placement.Policy;

/**
 * The node on which the least free GPU turns into fragments: fragmentation gradient descent of
 * "Beware of Fragmentation" (Weng et al., USENIX ATC 2023).
 *
 * <p>A node's fragmentation is the free GPU that a random demand of the workload could not use: all
 * of it if the demand does not fit (without GPUs, wrong model, too little CPU, too few devices),
 * else that of the devices with less free than the demand takes of one. The cost is how much
 * placing adds, squeezed by a sigmoid into whole hundredths. Those steps are part of the policy:
 * nodes that differ little tie, the first wins, and so nodes fill up one after another. With exact
 * costs the cluster of the paper takes two percent less.
 *
 * <p>As in the paper only CPU is looked at beside GPUs, and only the shapes that make up the
 * commoner 95 % of the demands.
 */
final class FragmentationGradient implements Policy {
  private static final double POPULAR = 0.95;
  private static final int CPU = 0;

  private final Models models;
  private final double[] part;
  private final long[] cpu;
  private final int[] devices;
  private final int[] perDevice;
  private final boolean[][] allowed;

  FragmentationGradient(Workload workload) {
    Workload popular = workload.mostPopular(POPULAR);
    models = new Models(popular);
    int size = popular.size();
    part = new double[size];
    cpu = new long[size];
    devices = new int[size];
    perDevice = new int[size];
    allowed = new boolean[models.size()][size];
    for (int index = 0; index < size; index++) {
      DemandShape shape = popular.shape(index);
      part[index] = popular.part(index);
      cpu[index] = shape.amount(CPU);
      devices[index] = shape.devices();
      perDevice[index] = shape.perDevice();
      for (int model = 0; model < models.size(); model++) {
        allowed[model][index] = shape.needsGpu() && models.allows(shape, model);
      }
    }
  }

  @Override
  public String name() {
    return "fragmentation-gradient";
  }

  @Override
  public double cost(NodeView node, DemandView demand, int device) {
    double added = fragmentsAdded(node, demand, device);
    return -(int) (100 / (1 + StrictMath.exp(added / DemandShape.DEVICE)));
  }

  /** The free GPU that no typical demand could use, in thousandths; expected over the workload. */
  double fragments(NodeView node) {
    boolean[] fits = allowed[models.of(node)];
    double usable = 0;
    for (int shape = 0; shape < part.length; shape++) {
      if (fits[shape] && node.free(CPU) >= cpu[shape]) {
        usable += part[shape] * usable(node, shape, -1, 0, 0);
      }
    }
    return Remainder.gpuFree(node) - usable;
  }

  private double fragmentsAdded(NodeView node, DemandView demand, int device) {
    boolean[] fits = allowed[models.of(node)];
    long cpuFree = node.free(CPU);
    long cpuAfter = cpuFree - demand.amount(CPU);
    int share = demand.gpuShare();
    int whole = demand.wholeGpus();
    double lost = 0;
    for (int shape = 0; shape < part.length; shape++) {
      if (fits[shape] && cpuFree >= cpu[shape]) {
        long before = usable(node, shape, -1, 0, 0);
        long after = cpuAfter >= cpu[shape] ? usable(node, shape, device, share, whole) : 0;
        lost += part[shape] * (before - after);
      }
    }
    return lost - Remainder.gpu(demand);
  }

  /** What a shape could use once {@code share} of a device and {@code whole} others are gone. */
  private long usable(NodeView node, int shape, int device, int share, int whole) {
    int needed = perDevice[shape];
    // Whole devices that are gone were entirely free: which of those they were does not matter.
    int enough = -whole;
    long free = -(long) whole * DemandShape.DEVICE;
    for (int other = 0; other < node.devices(); other++) {
      int left = node.deviceFree(other) - (other == device ? share : 0);
      if (left >= needed) {
        enough++;
        free += left;
      }
    }
    return enough >= devices[shape] ? free : 0;
  }
}
