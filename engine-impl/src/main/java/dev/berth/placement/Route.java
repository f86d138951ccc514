package dev.berth.placement;

import org.jspecify.annotations.Nullable;

/** Which search answers an order of criteria. */
final class Route {
  /** The one that looks at every node. */
  static final Route SCAN = new Route(null, false, null, new Criterion[0], 0);

  private final @Nullable Topology domain;
  private final boolean onNode;
  private final double @Nullable [] factors;
  private final int nextCriterion;
  private final boolean ranked;
  private final boolean tellsEqualNodesApart;

  private Route(
      @Nullable Topology domain,
      boolean onNode,
      double @Nullable [] factors,
      Criterion[] criteria,
      int at) {
    this.domain = domain;
    this.onNode = onNode;
    this.factors = factors;
    nextCriterion = at + 1;
    ranked = at < criteria.length && criteria[at] instanceof Criterion.Cost;
    boolean apart = false;
    for (int i = nextCriterion; i < criteria.length; i++) {
      boolean ofRoom =
          criteria[i] instanceof Criterion.LeastLeft
              || (criteria[i] instanceof Criterion.Cost cost && cost.factors() != null);
      apart |= !ofRoom;
    }
    tellsEqualNodesApart = apart;
  }

  /** The way to answer {@code criteria}, of which the first is what to avoid. */
  static Route of(Criterion[] criteria) {
    int at = 1;
    Topology domain = null;
    if (criteria[at] instanceof Criterion.FewestInDomain fewest) {
      domain = fewest.topology();
      at++;
    }
    boolean onNode = criteria[at] instanceof Criterion.FewestOnNode;
    if (onNode) {
      at++;
    }
    return switch (criteria[at]) {
      case Criterion.LeastLeft least -> new Route(domain, onNode, least.leading(), criteria, at);
      case Criterion.Cost cost -> new Route(domain, onNode, cost.factors(), criteria, at);
      case Criterion.Avoid unused -> SCAN;
      case Criterion.FewestInDomain unused -> SCAN;
      case Criterion.FewestOnNode unused -> SCAN;
      case Criterion.Chance unused -> SCAN;
    };
  }

  /** The topology whose emptiest domains come first, if any. */
  @Nullable Topology domain() {
    return domain;
  }

  /** Whether the nodes with the fewest of the group come first. */
  boolean onNode() {
    return onNode;
  }

  /** The linear cost that follows, if grids can answer it. */
  double @Nullable [] factors() {
    return factors;
  }

  /** The index of the criterion behind that cost. */
  int nextCriterion() {
    return nextCriterion;
  }

  /** Whether nodes of equal room may still differ, by chance or by their domain. */
  boolean tellsEqualNodesApart() {
    return tellsEqualNodesApart;
  }

  /** Whether a ranking can answer the order. */
  boolean ranked() {
    return ranked;
  }
}
