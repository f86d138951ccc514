package dev.berth.placement;

import dev.berth.view.PlacementExplanation.Drained;
import dev.berth.view.PlacementExplanation.DriverCannot;
import dev.berth.view.PlacementExplanation.HasOne;
import dev.berth.view.PlacementExplanation.Lacks;
import dev.berth.view.PlacementExplanation.NotMember;
import dev.berth.view.PlacementExplanation.PortTaken;
import dev.berth.view.PlacementExplanation.Reason;
import dev.berth.view.PlacementExplanation.Tainted;
import dev.berth.view.PlacementExplanation.Uneven;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up the reasons of single nodes by their kind. */
final class Reasons {
  private final Map<Reason, Reason> byKind = new LinkedHashMap<>();

  void add(Reason ofOneNode) {
    byKind.merge(kind(ofOneNode), ofOneNode, Reasons::sum);
  }

  List<Reason> mostFrequentFirst() {
    List<Reason> reasons = new ArrayList<>(byKind.values());
    reasons.sort(Comparator.comparingInt(Reason::nodes).reversed());
    return reasons;
  }

  /** The reason without what differs from node to node. */
  private static Reason kind(Reason reason) {
    return reason instanceof Lacks lacks
        ? new Lacks(1, lacks.resource(), lacks.needed(), 0, "")
        : reason;
  }

  private static Reason sum(Reason one, Reason other) {
    int nodes = one.nodes() + other.nodes();
    return switch (one) {
      case Lacks lacks -> {
        Lacks nearest = other instanceof Lacks next && next.best() > lacks.best() ? next : lacks;
        yield new Lacks(
            nodes, lacks.resource(), lacks.needed(), nearest.best(), nearest.bestNode());
      }
      case PortTaken taken -> new PortTaken(nodes, taken.hostPort());
      case DriverCannot cannot -> new DriverCannot(nodes, cannot.driver(), cannot.missing());
      case NotMember not -> new NotMember(nodes, not.expression());
      case Tainted tainted -> new Tainted(nodes, tainted.taint());
      case HasOne has -> new HasOne(nodes, has.group());
      case Uneven uneven -> new Uneven(nodes, uneven.attribute(), uneven.maxSkew());
      case Drained drained -> new Drained(nodes);
    };
  }
}
