package dev.berth.placement.batch;

import java.util.Arrays;

/** The items' sizes as shares of a bin, and single numbers that stand for whole vectors. */
final class Measures {
  private final int dimensions;
  private final double[] shares;
  private final double[] scarcity;
  private final double[] reference;

  Measures(VectorBatch batch) {
    dimensions = batch.dimensions();
    reference = new double[dimensions];
    for (BinType type : batch.types()) {
      for (int dimension = 0; dimension < dimensions; dimension++) {
        reference[dimension] = Math.max(reference[dimension], (double) type.capacity(dimension));
      }
    }
    shares = new double[batch.items() * dimensions];
    scarcity = new double[dimensions];
    for (int index = 0; index < shares.length; index++) {
      int dimension = index % dimensions;
      shares[index] = batch.sizes()[index] / Math.max(1, reference[dimension]);
      scarcity[dimension] += shares[index];
    }
    double sum = Arrays.stream(scarcity).sum();
    for (int dimension = 0; dimension < dimensions && sum > 0; dimension++) {
      scarcity[dimension] *= dimensions / sum;
    }
  }

  /** Items as shares of the largest bin, item after item; not to be written. */
  double[] shares() {
    return shares;
  }

  /** How much more a dimension is asked for than the average one; not to be written. */
  double[] scarcity() {
    return scarcity;
  }

  /** The largest capacity of each dimension; not to be written. */
  double[] reference() {
    return reference;
  }

  /** How large each item is by a norm. */
  double[] sizes(Norm norm) {
    double[] sizes = new double[shares.length / dimensions];
    for (int item = 0; item < sizes.length; item++) {
      for (int dimension = 0; dimension < dimensions; dimension++) {
        double share = shares[item * dimensions + dimension];
        double weighted = share * scarcity[dimension];
        sizes[item] =
            switch (norm) {
              case SUM -> sizes[item] + share;
              case SCARCE_SUM -> sizes[item] + weighted;
              case SCARCE_SQUARES -> sizes[item] + share * weighted;
              case LARGEST -> Math.max(sizes[item], share);
            };
      }
    }
    return sizes;
  }

  /** How a vector becomes one number. */
  enum Norm {
    /** The sum of the shares. */
    SUM,
    /** The sum of the shares, each times the scarcity of its dimension. */
    SCARCE_SUM,
    /** The sum of the squared shares, each times the scarcity of its dimension. */
    SCARCE_SQUARES,
    /** The largest share. */
    LARGEST
  }
}
