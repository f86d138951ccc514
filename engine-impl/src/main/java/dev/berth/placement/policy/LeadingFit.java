package dev.berth.placement.policy;

import dev.berth.placement.LinearPolicy;

/** The node that stays with the least free of the first two dimensions. */
final class LeadingFit implements LinearPolicy {
  @Override
  public String name() {
    return "best-fit";
  }

  @Override
  public double weight(int dimension) {
    return dimension < 2 ? 1 : 0;
  }
}
