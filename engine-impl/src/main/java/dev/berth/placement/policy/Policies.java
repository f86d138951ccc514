package dev.berth.placement.policy;

import dev.berth.placement.LinearPolicy;
import dev.berth.placement.Policy;

/** Where placement policies come from. */
public final class Policies {
  private Policies() {}

  /** The first node that has room. */
  public static Policy firstFit() {
    return new FirstFit();
  }

  /**
   * The node that stays with the least free of the first two dimensions, which need not be all: the
   * others only have to have room. Placers answer it from an index, and it packs as well as with
   * all dimensions counted.
   */
  public static LinearPolicy bestFit() {
    return new LeadingFit();
  }

  /** The node that stays with the least free of all that has a weight, GPUs included. */
  public static Policy bestFit(Weights weights) {
    return new BestFit(weights);
  }

  /** The node that stays with the most free; GPUs and all other resources count the same. */
  public static Policy worstFit() {
    return worstFit(Weights.equal());
  }

  /** The node that stays with the most free. */
  public static Policy worstFit(Weights weights) {
    return new WorstFit(weights);
  }

  /** The node whose free resources point least the way the demand does; all count the same. */
  public static Policy dotProduct() {
    return dotProduct(Weights.equal());
  }

  /** The node whose free resources point least the way the demand does. */
  public static Policy dotProduct(Weights weights) {
    return new DotProduct(weights);
  }

  /**
   * The node on which the least free GPU turns into fragments that the workload cannot use:
   * fragmentation gradient descent ("Beware of Fragmentation", USENIX ATC 2023). Looks at GPUs and
   * CPU.
   *
   * @throws IllegalArgumentException if the workload is empty
   */
  public static Policy fragmentationGradient(Workload workload) {
    return new FragmentationGradient(known(workload));
  }

  /**
   * The node whose free capacity loses the least of what it could still host of the workload, CPU
   * and memory included: Berth's own, and the one that fits most onto a GPU cluster.
   *
   * <p>With {@link Workload.Builder#devices} told it keeps scarce GPU models for the demands that
   * need them. Without GPUs in the workload all nodes cost the same.
   *
   * @throws IllegalArgumentException if the workload is empty
   */
  public static Policy residualWorth(Workload workload) {
    return residualWorth(workload, ResidualWorth.PATIENCE);
  }

  /**
   * The same with another patience.
   *
   * @param patience how many demands a free part of a device can expect to choose from; more makes
   *     it wait for the demand that fills it best, which pays while CPU and memory are not short
   * @throws IllegalArgumentException if the workload is empty
   */
  public static Policy residualWorth(Workload workload, double patience) {
    return new ResidualWorth(known(workload), patience);
  }

  private static Workload known(Workload workload) {
    if (workload.size() == 0) {
      throw new IllegalArgumentException(
          "workload (%s) must have counted at least one demand".formatted(workload));
    }
    return workload;
  }
}
