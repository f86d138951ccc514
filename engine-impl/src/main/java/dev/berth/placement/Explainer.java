package dev.berth.placement;

import dev.berth.model.PortMapping;
import dev.berth.model.Resources;
import dev.berth.model.Taint;
import dev.berth.placement.query.Query;
import dev.berth.placement.query.QueryLimitException;
import dev.berth.view.PlacementExplanation;
import dev.berth.view.PlacementExplanation.Drained;
import dev.berth.view.PlacementExplanation.HasOne;
import dev.berth.view.PlacementExplanation.Lacks;
import dev.berth.view.PlacementExplanation.NearestMiss;
import dev.berth.view.PlacementExplanation.NotMember;
import dev.berth.view.PlacementExplanation.PortTaken;
import dev.berth.view.PlacementExplanation.Reason;
import dev.berth.view.PlacementExplanation.Tainted;
import dev.berth.view.PlacementExplanation.Uneven;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why nodes cannot take a demand: each node counts once, for its first reason. */
final class Explainer {
  private final Fleet fleet;
  private final Nodes nodes;
  private final NodeSubject subject;
  private final PreparedDemand demand;
  private final boolean asIfEmpty;
  private final Reasons reasons = new Reasons();
  private @Nullable NearestMiss nearest;
  private double leastMissing = Double.POSITIVE_INFINITY;

  /**
   * An explainer for one demand.
   *
   * @param asIfEmpty whether to look at the nodes as if nothing was placed
   */
  Explainer(Fleet fleet, PreparedDemand demand, boolean asIfEmpty) {
    this.fleet = fleet;
    this.demand = demand;
    this.asIfEmpty = asIfEmpty;
    nodes = fleet.nodes();
    subject = new NodeSubject(nodes, fleet.groups());
  }

  /** Why no node can take it; empty if one can. */
  Optional<PlacementExplanation> explain() {
    boolean one = false;
    for (int node = 0; node < nodes.limit(); node++) {
      if (nodes.exists(node)) {
        Optional<Reason> reason = firstReason(node);
        reason.ifPresent(reasons::add);
        one |= reason.isEmpty();
      }
    }
    return one
        ? Optional.empty()
        : Optional.of(
            new PlacementExplanation(
                nodes.size(), reasons.mostFrequentFirst(), Optional.ofNullable(nearest)));
  }

  private Optional<Reason> firstReason(int node) {
    Optional<Reason> lasting = lasting(node);
    if (lasting.isPresent()) {
      return lasting;
    }
    Optional<Reason> passing = asIfEmpty ? Optional.empty() : passing(node);
    Optional<Reason> room = room(node, passing.isEmpty());
    return room.isPresent() ? room : passing;
  }

  /** What no room would change. */
  private Optional<Reason> lasting(int node) {
    NodeShape shape = nodes.shape(node);
    for (Constraint constraint : demand.demand().constraints()) {
      Optional<Reason> veto = constraint.veto(shape);
      if (veto.isPresent()) {
        return veto;
      }
    }
    for (Query query : demand.demand().queries()) {
      if (!(asIfEmpty && query.dynamic()) && !holds(query, node)) {
        return Optional.of(new NotMember(1, query.toString()));
      }
    }
    Taint taint = Filter.intolerable(shape, demand.demand().tolerations());
    if (taint != null) {
      return Optional.of(new Tainted(1, taint));
    }
    // A node that is away or drained comes back, so it does not make a demand hopeless.
    return asIfEmpty || nodes.open(node) ? Optional.empty() : Optional.of(new Drained(1));
  }

  private boolean holds(Query query, int node) {
    subject.moveTo(node);
    try {
      return query.matches(subject);
    } catch (QueryLimitException tooLong) {
      return false;
    }
  }

  /** What other placements stand in the way of. */
  private Optional<Reason> passing(int node) {
    for (PortMapping port : demand.demand().fixedPorts()) {
      if (fleet.ports().taken(node, Ports.of(port))) {
        return Optional.of(new PortTaken(1, port.hostPort()));
      }
    }
    if (demand.distinct() && demand.group().on(node) > 0) {
      return Optional.of(new HasOne(1, demand.group().name()));
    }
    for (HardSpread spread : demand.hardSpreads()) {
      if (spread.exceeds(demand.group(), node, spread.limit(demand.group()))) {
        return Optional.of(new Uneven(1, spread.topology().attribute(), spread.maxSkew()));
      }
    }
    return Optional.empty();
  }

  private Optional<Reason> room(int node, boolean nothingElse) {
    Reason first = null;
    Resources missing = Resources.NONE;
    double missingParts = 0;
    for (int column = 0; column < demand.amounts().length; column++) {
      long needed = demand.needs()[column];
      long free = asIfEmpty ? nodes.capacity(node, column) : nodes.free(node, column);
      if (free < needed && !isGpuTotal(column)) {
        String resource = nodes.dimensions().resourceOf(column);
        long has = Math.max(0, free);
        if (first == null) {
          first = new Lacks(1, resource, needed, has, nodes.shape(node).name());
        }
        missing = missing.with(resource, needed - has);
        missingParts += (double) (needed - has) / needed;
      }
    }
    if (first != null && nothingElse && missingParts < leastMissing) {
      leastMissing = missingParts;
      nearest = new NearestMiss(nodes.shape(node).name(), missing);
    }
    return Optional.ofNullable(first);
  }

  /** Whole devices and shares are told instead of thousandths in all. */
  private boolean isGpuTotal(int column) {
    return column == nodes.dimensions().gpu();
  }
}
