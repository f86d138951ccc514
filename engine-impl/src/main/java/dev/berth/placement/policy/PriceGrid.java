package dev.berth.placement.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Prices of resources other than GPUs, in thousandths of a GPU device per unit: from nothing to
 * four times what makes the mean demand's CPU (or memory, ...) worth as much as its GPU.
 *
 * <p>At most two resources have a price at once: a node seldom lacks three, and the grid stays
 * small however many resources there are.
 */
final class PriceGrid {
  private static final double[] PARTS = {1.0 / 8, 1.0 / 4, 1.0 / 2, 1, 2, 4};

  private PriceGrid() {}

  /** The grid for a workload: price vectors, each with one price per resource. */
  static double[][] of(Workload workload) {
    int dimensions = 0;
    for (Workload.Typical typical : workload.typical()) {
      dimensions = Math.max(dimensions, typical.shape().amounts().size());
    }
    double[] unit = new double[dimensions];
    for (int dimension = 0; dimension < dimensions; dimension++) {
      unit[dimension] = unit(workload, dimension);
    }
    List<double[]> grid = new ArrayList<>();
    grid.add(new double[dimensions]);
    for (int one = 0; one < dimensions; one++) {
      addPrices(grid, unit, one, one);
      for (int other = one + 1; other < dimensions; other++) {
        addPrices(grid, unit, one, other);
      }
    }
    return grid.toArray(new double[0][]);
  }

  private static void addPrices(List<double[]> grid, double[] unit, int one, int other) {
    if (unit[one] == 0 || unit[other] == 0) {
      return;
    }
    for (double part : PARTS) {
      for (double otherPart : one == other ? new double[] {part} : PARTS) {
        double[] prices = new double[unit.length];
        prices[one] = part * unit[one];
        prices[other] = otherPart * unit[other];
        grid.add(prices);
      }
    }
  }

  /** The price at which what GPU demands take of a resource is worth as much as their GPUs. */
  private static double unit(Workload workload, int dimension) {
    double gpu = 0;
    double amount = 0;
    for (int index = 0; index < workload.size(); index++) {
      DemandShape shape = workload.shape(index);
      if (shape.needsGpu()) {
        gpu += workload.part(index) * shape.gpu();
        amount += workload.part(index) * shape.amount(dimension);
      }
    }
    return amount > 0 ? gpu / amount : 0;
  }
}
