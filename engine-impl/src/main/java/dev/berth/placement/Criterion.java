package dev.berth.placement;

import org.jspecify.annotations.Nullable;

/** One place in the order of nodes; smaller values come first. */
sealed interface Criterion {
  /** Nodes whose soft taints the demand does not tolerate come last. */
  record Avoid() implements Criterion {}

  /** The fewest of the group in the node's domain. */
  record FewestInDomain(Topology topology) implements Criterion {}

  /** The fewest of the group on the node. */
  record FewestOnNode() implements Criterion {}

  /** The least of one column left: its factor is 1, the others' 0. */
  final class LeastLeft implements Criterion {
    private final double[] factors;

    LeastLeft(int column, int width) {
      factors = new double[width];
      factors[column] = 1;
    }

    double[] factors() {
      return factors;
    }

    /** The factors if they are of the first two columns, which is what grids can answer. */
    double @Nullable [] leading() {
      for (int column = 2; column < factors.length; column++) {
        if (factors[column] != 0) {
          return null;
        }
      }
      return factors;
    }
  }

  /** An order that chance made for this decision. */
  record Chance() implements Criterion {}

  /** The policy's cost; with what a free unit of each column costs, if grids can answer it. */
  final class Cost implements Criterion {
    private final Policy policy;
    private final double @Nullable [] factors;

    Cost(Policy policy, double @Nullable [] factors) {
      this.policy = policy;
      this.factors = factors;
    }

    Policy policy() {
      return policy;
    }

    /** Null if the policy is not linear in the first two dimensions. */
    double @Nullable [] factors() {
      return factors;
    }
  }
}
