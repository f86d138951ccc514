package dev.berth.placement;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The domains that an attribute divides the nodes into, such as the zones; nodes without the
 * attribute are domain {@link #MISSING}.
 */
final class Topology {
  static final int MISSING = 0;

  private final String attribute;
  private final Map<String, Integer> ids = new HashMap<>();
  private int[] domains = new int[0];

  Topology(String attribute) {
    this.attribute = attribute;
    ids.put("", MISSING);
  }

  String attribute() {
    return attribute;
  }

  /** How many domains there have ever been, {@link #MISSING} counted. */
  int size() {
    return ids.size();
  }

  /** The domain of each node, by index. */
  int[] domains() {
    return domains;
  }

  int domain(int node) {
    return domains[node];
  }

  void update(int node, NodeShape shape) {
    if (node >= domains.length) {
      domains = Arrays.copyOf(domains, node + 1 + (node >> 1));
    }
    domains[node] = ids.computeIfAbsent(shape.attribute(attribute), value -> ids.size());
  }
}
