package dev.berth.benchmarks.vectorpack;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How well one solver did.
 *
 * @param series whether it is Berth, a baseline or published; the colour of its bar
 * @param solver what it is called
 * @param sampled over the sample
 * @param everywhere over all instances with a known optimum, if it was measured there
 */
record Score(String series, String solver, Ratios sampled, List<Ratios> everywhere) {
  /**
   * Bins against the optimum.
   *
   * @param total all bins of all instances by the sum of their optima, as the papers tell it
   * @param mean of the instances' ratios, small and large alike
   * @param worst of the instances' ratios
   * @param optimal the share of instances that were packed optimally, in percent
   */
  record Ratios(double total, double mean, double worst, double optimal) {
    static Ratios of(List<Family.Case> cases, ToIntFunction<Family.Case> bins) {
      long allUsed = 0;
      long allOptima = 0;
      double sum = 0;
      double worst = 0;
      int optimal = 0;
      for (Family.Case instance : cases) {
        int used = bins.applyAsInt(instance);
        if (used < instance.optimum()) {
          throw new IllegalStateException(
              "%s was packed into %d bins, but its optimum is said to be %d"
                  .formatted(instance.instance().name(), used, instance.optimum()));
        }
        allUsed += used;
        allOptima += instance.optimum();
        double ratio = (double) used / instance.optimum();
        sum += ratio;
        worst = Math.max(worst, ratio);
        optimal += used == instance.optimum() ? 1 : 0;
      }
      return new Ratios(
          (double) allUsed / allOptima, sum / cases.size(), worst, 100.0 * optimal / cases.size());
    }
  }
}
