package dev.berth.placement;

import dev.berth.view.PlacementExplanation;
import dev.berth.view.PlacementExplanation.DriverCannot;
import dev.berth.view.PlacementExplanation.Lacks;
import dev.berth.view.PlacementExplanation.PortTaken;
import dev.berth.view.PlacementExplanation.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Counts why nodes cannot take a demand; each node once, for its first reason. */
final class Vetoes {
  private final Map<Object, Reason> reasons = new LinkedHashMap<>();

  private Vetoes() {}

  static PlacementExplanation explain(Collection<Node> nodes, Demand demand) {
    Vetoes vetoes = new Vetoes();
    for (Node node : nodes) {
      vetoes.firstOf(node, demand).ifPresent(vetoes::add);
    }
    List<Reason> found = new ArrayList<>(vetoes.reasons.values());
    found.sort(Comparator.comparingInt(Reason::nodes).reversed());
    return new PlacementExplanation(nodes.size(), found);
  }

  private Optional<Reason> firstOf(Node node, Demand demand) {
    Optional<Reason> constraint = demand.constraint().veto(node.shape());
    if (constraint.isPresent()) {
      return constraint;
    }
    Optional<String> lacking = node.lacking(demand.resources());
    if (lacking.isPresent()) {
      String resource = lacking.get();
      return Optional.of(
          new Lacks(
              1,
              resource,
              demand.resources().get(resource),
              Math.max(0, node.free(resource)),
              node.shape().name()));
    }
    OptionalInt port = node.takenPort(demand);
    return port.isPresent() ? Optional.of(new PortTaken(1, port.getAsInt())) : Optional.empty();
  }

  private void add(Reason reason) {
    reasons.merge(key(reason), reason, Vetoes::sum);
  }

  private static Object key(Reason reason) {
    return switch (reason) {
      case Lacks lacks -> "lacks " + lacks.resource();
      case PortTaken taken -> "port " + taken.hostPort();
      case DriverCannot cannot -> "driver " + cannot.driver() + ": " + cannot.missing();
    };
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
    };
  }
}
