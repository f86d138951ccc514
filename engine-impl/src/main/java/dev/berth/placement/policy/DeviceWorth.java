package dev.berth.placement.policy;

/**
 * What a GPU device with so much free can still be expected to host, at given prices of the other
 * resources.
 *
 * <p>One demand of the workload after another is offered to the device, and taken or waited out,
 * whichever is expected to bring more. Taking one brings its share of the device, less what it
 * costs in CPU, memory and so on, and the worth of what then stays free. After each offer the
 * offers end with the probability 1 / patience. So the worth {@code v} of a free part {@code h}
 * solves the Bellman equation
 *
 * <pre>{@code v(h) = sum over demands i of p(i) max(v(h), gain(i) + v(h - share(i)))}</pre>
 *
 * without what the end of the offers takes. It only looks at smaller parts, so the parts are solved
 * one after another.
 */
final class DeviceWorth {
  private static final double PRECISION = 1e-7;

  private final double patience;
  private final int step;
  private final int steps;
  private final int[] share;
  private final double[] gain;
  private final double[] part;
  private final int demands;

  private DeviceWorth(Workload workload, Models models, int model, double[] prices, Terms terms) {
    patience = terms.patience();
    step = terms.step();
    steps = DemandShape.DEVICE / step;
    share = new int[workload.size()];
    gain = new double[workload.size()];
    part = new double[workload.size()];
    double gpuDemands = 0;
    int count = 0;
    for (int index = 0; index < workload.size(); index++) {
      DemandShape shape = workload.shape(index);
      if (!shape.needsGpu()) {
        continue;
      }
      gpuDemands += workload.part(index);
      if (models.allows(shape, model)) {
        share[count] = -Math.floorDiv(-shape.perDevice(), step);
        gain[count] = shape.perDevice() - price(shape, prices) / shape.devices();
        part[count++] = workload.part(index);
      }
    }
    demands = count;
    for (int index = 0; index < demands; index++) {
      part[index] /= gpuDemands;
    }
  }

  /**
   * The terms of the offers.
   *
   * @param patience how many offers there are on average
   * @param step the thousandths of a device by which free parts are told apart
   */
  record Terms(double patience, int step) {}

  /** The worth of 0, 1, 2, ... free steps of a device of a model. */
  static double[] of(Workload workload, Models models, int model, double[] prices, Terms terms) {
    return new DeviceWorth(workload, models, model, prices, terms).solve();
  }

  /** The greatest step that tells all free parts apart which the workload can leave. */
  static int step(Workload workload) {
    int step = DemandShape.DEVICE;
    for (Workload.Typical typical : workload.typical()) {
      step = greatestCommonDivisor(step, typical.shape().perDevice());
    }
    return step;
  }

  private double[] solve() {
    double[] worth = new double[steps + 1];
    for (int free = 1; free <= steps; free++) {
      worth[free] = solve(free, worth);
    }
    return worth;
  }

  /** Policy iteration: take what brings more than the worth so far, until nothing changes. */
  private double solve(int free, double[] worth) {
    double best = 0;
    while (true) {
      double brought = 0;
      double taken = 1 / patience;
      for (int index = 0; index < demands; index++) {
        if (share[index] <= free) {
          double brings = gain[index] + worth[free - share[index]];
          if (brings > best) {
            brought += part[index] * brings;
            taken += part[index];
          }
        }
      }
      double better = brought / taken;
      if (better <= best + PRECISION) {
        return best;
      }
      best = better;
    }
  }

  private static double price(DemandShape shape, double[] prices) {
    double price = 0;
    for (int dimension = 0; dimension < prices.length; dimension++) {
      price += prices[dimension] * shape.amount(dimension);
    }
    return price;
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
