package dev.berth.placement.policy;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;
import dev.berth.placement.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The node whose free capacity loses the least worth, where worth is what it can still be expected
 * to host of the workload, in thousandths of a GPU device.
 *
 * <p>The worth of one device is the answer of a small optimal stopping problem: {@link
 * DeviceWorth}. A node's devices are coupled by the CPU and memory they share; they are uncoupled
 * by prices (a Lagrangian relaxation of the weakly coupled dynamic program, as in Adelman and
 * Mersereau, Operations Research 2008): at given prices the node is worth its free CPU and memory,
 * sold, plus its devices, whose demands then pay for theirs. Each price vector gives an upper
 * bound, so the least over a grid of prices is the worth of the node. Where CPU abounds that is at
 * price 0; where CPU runs short it falls with the CPU, and demands that use little of it gain.
 *
 * <p>So a hole is worth only what typical demands can put into it, GPUs do not strand on nodes
 * without CPU or memory, and demands without GPUs go where they take CPU that no GPU will miss. On
 * top comes a charge for devices of models that demands press on which have nowhere else to go.
 *
 * <p>Ties are left to the order of the nodes on purpose: filling nodes one after another leaves
 * more to choose from later than any best fit among equals.
 */
final class ResidualWorth implements Policy {
  /** Between 20 and 60 hardly anything changes; see the guide's figures. */
  static final double PATIENCE = 30;

  /** The charge for a GPU of a model that is twice as pressed on as another, in GPUs. */
  private static final double SCARCITY = 0.3;

  /** Costs closer than this are equal: rounding noise must not decide. */
  private static final double STEPS_PER_THOUSANDTH = 1_000;

  private final Models models;
  private final int step;
  private final double[][] prices;
  private final double[][][] worth;
  private final double[] charge;

  ResidualWorth(Workload workload, double patience) {
    if (!(patience > 0 && patience < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("patience (%s) must be positive".formatted(patience));
    }
    models = new Models(workload);
    step = DeviceWorth.step(workload);
    prices = PriceGrid.of(workload);
    worth = new double[models.size()][][];
    Map<List<Boolean>, double[][]> known = new HashMap<>();
    DeviceWorth.Terms terms = new DeviceWorth.Terms(patience, step);
    for (int model = 0; model < models.size(); model++) {
      int which = model;
      List<Boolean> allowed =
          workload.typical().stream()
              .map(typical -> models.allows(typical.shape(), which))
              .toList();
      worth[model] = known.computeIfAbsent(allowed, any -> worth(workload, which, terms));
    }
    charge = Scarcity.of(workload, models);
    for (int model = 0; model < charge.length; model++) {
      charge[model] *= SCARCITY;
    }
  }

  private double[][] worth(Workload workload, int model, DeviceWorth.Terms terms) {
    double[][] perPrices = new double[prices.length][];
    for (int index = 0; index < prices.length; index++) {
      perPrices[index] = DeviceWorth.of(workload, models, model, prices[index], terms);
    }
    return perPrices;
  }

  @Override
  public String name() {
    return "residual-worth";
  }

  @Override
  public double cost(NodeView node, DemandView demand, int device) {
    if (node.devices() == 0) {
      return 0;
    }
    int model = models.of(node);
    double[][] perPrices = worth[model];
    double before = Double.POSITIVE_INFINITY;
    double after = Double.POSITIVE_INFINITY;
    for (int index = 0; index < perPrices.length; index++) {
      double all = worth(node, prices[index], perPrices[index]);
      double taken = taken(node, demand, device, prices[index], perPrices[index]);
      before = Math.min(before, all);
      after = Math.min(after, all - taken);
    }
    double cost = before - after + charge[model] * Remainder.gpu(demand);
    return Math.rint(cost * STEPS_PER_THOUSANDTH) / STEPS_PER_THOUSANDTH;
  }

  /** What the free capacity of a node is worth. */
  double worth(NodeView node) {
    double[][] perPrices = worth[models.of(node)];
    double least = Double.POSITIVE_INFINITY;
    for (int index = 0; index < perPrices.length; index++) {
      least = Math.min(least, worth(node, prices[index], perPrices[index]));
    }
    return least;
  }

  private double worth(NodeView node, double[] price, double[] device) {
    double sum = 0;
    for (int dimension = 0; dimension < price.length; dimension++) {
      sum += price[dimension] * node.free(dimension);
    }
    for (int index = 0; index < node.devices(); index++) {
      sum += device[node.deviceFree(index) / step];
    }
    return sum;
  }

  /** What a demand takes of {@link #worth(NodeView, double[], double[])}. */
  private double taken(
      NodeView node, DemandView demand, int index, double[] price, double[] device) {
    double sum = demand.wholeGpus() * device[device.length - 1];
    for (int dimension = 0; dimension < price.length; dimension++) {
      sum += price[dimension] * demand.amount(dimension);
    }
    if (index >= 0) {
      int free = node.deviceFree(index);
      sum += device[free / step] - device[(free - demand.gpuShare()) / step];
    }
    return sum;
  }
}
