package dev.berth.placement;

import dev.berth.ConflictException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Chooses which placements of a demand go first: those that the demand's own order would choose
 * last. So a spread stays even, and what is packed empties the node that has the most free.
 */
final class ScaleIn {
  private final Fleet fleet;

  ScaleIn(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * The nodes to take one placement from, in order; a node may come several times.
   *
   * @param from how many may go, by node
   * @param count how many shall go, if so many may
   */
  List<Integer> choose(PreparedDemand demand, Map<Integer, Integer> from, int count) {
    from.forEach((node, may) -> check(demand, node, may));
    Map<Integer, Integer> left = new HashMap<>(from);
    Comparator<Integer> firstFirst =
        (node, other) -> fleet.ordering().compare(demand, 0, node, other);
    Comparator<Integer> lastFirst = firstFirst.reversed();
    // Within one combination of domains only what is on the node itself tells nodes apart.
    Map<List<Integer>, PriorityQueue<Integer>> byDomains = new HashMap<>();
    for (int node : from.keySet()) {
      byDomains
          .computeIfAbsent(domains(demand, node), domains -> new PriorityQueue<>(lastFirst))
          .add(node);
    }
    Trial trial = new Trial(fleet);
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < count && !byDomains.isEmpty()) {
      Map.Entry<List<Integer>, PriorityQueue<Integer>> last = lastOf(byDomains, lastFirst);
      PriorityQueue<Integer> nodes = last.getValue();
      int node = nodes.remove();
      trial.release(node, demand);
      chosen.add(node);
      if (left.merge(node, -1, Integer::sum) > 0) {
        nodes.add(node);
      } else if (nodes.isEmpty()) {
        byDomains.remove(last.getKey());
      }
    }
    trial.undo();
    return chosen;
  }

  private void check(PreparedDemand demand, int node, int may) {
    int placed = demand.on(node);
    if (may < 1 || may > placed) {
      throw new ConflictException(
          "of %s on node '%s' %d shall be free to go, but %d are placed there"
              .formatted(
                  demand.demand().resources(), fleet.nodes().shape(node).name(), may, placed));
    }
  }

  private static Map.Entry<List<Integer>, PriorityQueue<Integer>> lastOf(
      Map<List<Integer>, PriorityQueue<Integer>> byDomains, Comparator<Integer> lastFirst) {
    return byDomains.entrySet().stream()
        .min(
            (one, other) -> lastFirst.compare(one.getValue().element(), other.getValue().element()))
        .orElseThrow();
  }

  private static List<Integer> domains(PreparedDemand demand, int node) {
    List<Integer> domains = new ArrayList<>();
    for (Criterion criterion : demand.criteria()) {
      if (criterion instanceof Criterion.FewestInDomain fewest) {
        domains.add(fewest.topology().domain(node));
      }
    }
    return domains;
  }
}
