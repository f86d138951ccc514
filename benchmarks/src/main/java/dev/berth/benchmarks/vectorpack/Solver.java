package dev.berth.benchmarks.vectorpack;

import dev.berth.placement.batch.Budget;
import dev.berth.placement.batch.VectorBatch;
import dev.berth.placement.batch.VectorPacker;
import dev.berth.placement.batch.VectorPacking;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** A way to pack an {@link Instance}. */
sealed interface Solver {
  String name();

  /** The bin of each item. */
  int[] pack(Instance instance);

  /** Each item, as it comes, into the first bin that has room. */
  record FirstFit() implements Solver {
    @Override
    public String name() {
      return "first fit";
    }

    @Override
    public int[] pack(Instance instance) {
      return inOrder(instance, IntStream.range(0, instance.size()).toArray());
    }

    static int[] inOrder(Instance instance, int[] order) {
      int dimensions = instance.dimensions();
      long[][] free = new long[order.length][];
      int[] binOf = new int[order.length];
      int bins = 0;
      for (int item : order) {
        long[] needs = instance.items()[item];
        int bin = 0;
        while (bin < bins && !fits(needs, free[bin])) {
          bin++;
        }
        if (bin == bins) {
          free[bins++] = instance.capacity().clone();
        }
        for (int dimension = 0; dimension < dimensions; dimension++) {
          free[bin][dimension] -= needs[dimension];
        }
        binOf[item] = bin;
      }
      return binOf;
    }

    private static boolean fits(long[] needs, long[] free) {
      for (int dimension = 0; dimension < needs.length; dimension++) {
        if (needs[dimension] > free[dimension]) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * First fit, the largest items first. An item's size is the sum of the squares of its amounts, as
   * shares of a bin, each weighted by how scarce its dimension is on average.
   */
  record FirstFitDecreasing() implements Solver {
    @Override
    public String name() {
      return "first fit decreasing, L2";
    }

    @Override
    public int[] pack(Instance instance) {
      int dimensions = instance.dimensions();
      double[] weights = new double[dimensions];
      for (long[] item : instance.items()) {
        for (int dimension = 0; dimension < dimensions; dimension++) {
          weights[dimension] += share(instance, item, dimension) / instance.size();
        }
      }
      double[] sizes = new double[instance.size()];
      for (int item = 0; item < sizes.length; item++) {
        for (int dimension = 0; dimension < dimensions; dimension++) {
          double share = share(instance, instance.items()[item], dimension);
          sizes[item] += weights[dimension] * share * share;
        }
      }
      Integer[] order = IntStream.range(0, sizes.length).boxed().toArray(Integer[]::new);
      Arrays.sort(order, Comparator.comparingDouble((Integer item) -> -sizes[item]));
      return FirstFit.inOrder(instance, Arrays.stream(order).mapToInt(Integer::intValue).toArray());
    }

    private static double share(Instance instance, long[] item, int dimension) {
      long capacity = instance.capacity()[dimension];
      return capacity == 0 ? 0 : (double) item[dimension] / capacity;
    }
  }

  /**
   * Berth's batch mode.
   *
   * @param time what it may take per instance
   * @param seed what its chance is drawn from
   */
  record BatchMode(Duration time, long seed) implements Solver {
    @Override
    public String name() {
      return "Berth, batch mode";
    }

    @Override
    public int[] pack(Instance instance) {
      VectorBatch batch = VectorBatch.of(instance.items(), instance.capacity());
      VectorPacking packing =
          VectorPacker.pack(batch, Budget.time(time, System::nanoTime).withSeed(seed));
      return IntStream.range(0, instance.size()).map(packing::binOf).toArray();
    }
  }
}
