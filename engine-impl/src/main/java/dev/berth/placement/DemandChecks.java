package dev.berth.placement;

import dev.berth.InvalidSpecException;
import dev.berth.model.PlacementStrategy;
import dev.berth.placement.query.Query;
import dev.berth.placement.query.QueryLimitException;

/** Refuses demands of which can be told now, with the nodes there are, that they cannot work. */
final class DemandChecks {
  private final Nodes nodes;
  private final NodeSubject subject;

  DemandChecks(Nodes nodes, Groups groups) {
    this.nodes = nodes;
    subject = new NodeSubject(nodes, groups);
  }

  void check(Demand demand) {
    long[] unusedRow = nodes.dimensions().amounts(demand.resources());
    for (PlacementStrategy strategy : demand.strategies()) {
      if (strategy instanceof PlacementStrategy.Binpack binpack) {
        int unusedColumn = nodes.dimensions().columnToPack(binpack.resource());
      }
    }
    for (Query query : demand.queries()) {
      for (int node = 0; node < nodes.limit(); node++) {
        if (nodes.exists(node)) {
          check(query, node);
        }
      }
    }
  }

  private void check(Query query, int node) {
    subject.moveTo(node);
    try {
      boolean unused = query.matches(subject);
    } catch (QueryLimitException tooLong) {
      throw new InvalidSpecException(
          "constraint %s cannot be asked of node '%s': %s"
              .formatted(query, nodes.shape(node).name(), tooLong.getMessage()),
          tooLong);
    }
  }
}
