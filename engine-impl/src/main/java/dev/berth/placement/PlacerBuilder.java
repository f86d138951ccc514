package dev.berth.placement;

import dev.berth.InvalidSpecException;
import dev.berth.model.Resources;
import dev.berth.placement.policy.Policies;
import java.util.List;

/** Collects what a placer is made of. */
public final class PlacerBuilder {
  private List<String> dimensions = List.of(Resources.CPU, Resources.MEMORY);
  private Policy policy = Policies.bestFit();
  private long seed;

  PlacerBuilder() {}

  /**
   * The resources that are counted, 1 to 32; the index is over the first two, so name those first
   * that are scarce. {@link Resources#GPU} counts shares of GPUs, too.
   */
  public PlacerBuilder dimensions(String... names) {
    dimensions = List.of(names);
    return this;
  }

  /** What ranks the nodes behind a demand's own strategies. */
  public PlacerBuilder policy(Policy ranks) {
    policy = ranks;
    return this;
  }

  /** What chance is made from, for demands that ask for it. */
  public PlacerBuilder seed(long number) {
    seed = number;
    return this;
  }

  /**
   * The placer, without nodes.
   *
   * @throws InvalidSpecException if the dimensions are none, too many or named twice
   */
  public Placer build() {
    return new Placer(new Dimensions(dimensions), policy, seed);
  }
}
