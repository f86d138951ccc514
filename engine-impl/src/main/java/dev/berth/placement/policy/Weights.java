package dev.berth.placement.policy;

import java.util.Arrays;

/** How much each resource counts in a policy that looks at sums over resources. */
public final class Weights {
  private final double gpus;
  private final double[] dimensions;

  private Weights(double gpus, double[] dimensions) {
    this.gpus = gpus;
    this.dimensions = dimensions;
  }

  /** GPUs and every other resource count the same. */
  public static Weights equal() {
    return new Weights(1, new double[0]);
  }

  /**
   * GPUs and other resources count so much; resources left out at the end count nothing.
   *
   * @param gpus for all GPUs of a node together
   * @param dimensions for CPU, memory and so on
   */
  public static Weights of(double gpus, double... dimensions) {
    double sum = gpus;
    for (double weight : dimensions) {
      sum += weight;
    }
    boolean negative = gpus < 0 || Arrays.stream(dimensions).anyMatch(weight -> weight < 0);
    if (negative || dimensions.length == 0 || !(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weights (GPUs %s, dimensions %s) must not be negative, not all 0, and name at least CPU"
              .formatted(gpus, Arrays.toString(dimensions)));
    }
    return new Weights(gpus, dimensions.clone());
  }

  double gpus() {
    return gpus;
  }

  double dimension(int index) {
    if (dimensions.length == 0) {
      return 1;
    }
    return index < dimensions.length ? dimensions[index] : 0;
  }
}
