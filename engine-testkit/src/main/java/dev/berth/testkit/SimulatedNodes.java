package dev.berth.testkit;

import dev.berth.NotFoundException;
import dev.berth.model.NodeId;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The nodes of a simulated cluster, by name, and the zones they stand in. */
final class SimulatedNodes {
  /** ECS's own name for it, which placement spreads over. */
  private static final String ZONE = "ecs.availability-zone";

  private final SimulatedMachine machine;
  private final String cluster;
  private final Map<String, NodeSpec> specs = new TreeMap<>();

  SimulatedNodes(SimulatedMachine machine, String cluster) {
    this.machine = machine;
    this.cluster = cluster;
  }

  /** {@code count} equal nodes, {@code n1}, {@code n2} and so on, one zone after the other. */
  void add(int count, Resources each, List<String> zones) {
    for (int i = 1; i <= count; i++) {
      NodeSpec spec = NodeSpec.of("n" + i, each);
      specs.put(
          spec.name(),
          zones.isEmpty() ? spec : spec.attribute(ZONE, zones.get((i - 1) % zones.size())));
    }
  }

  Collection<NodeSpec> specs() {
    return specs.values();
  }

  SimulatedMachine machine() {
    return machine;
  }

  List<String> names() {
    return List.copyOf(specs.keySet());
  }

  List<String> zones() {
    return specs.values().stream()
        .map(spec -> spec.attributes().get(ZONE))
        .filter(zone -> zone != null)
        .distinct()
        .toList();
  }

  List<String> namesIn(String zone) {
    List<String> names =
        specs.values().stream()
            .filter(spec -> zone.equals(spec.attributes().get(ZONE)))
            .map(NodeSpec::name)
            .toList();
    if (names.isEmpty()) {
      throw new NotFoundException("no node in zone '%s', only in %s".formatted(zone, zones()));
    }
    return names;
  }

  void lose(String name, boolean tasksEnd) {
    machine.lose(id(name), tasksEnd);
  }

  void bringBack(String name) {
    machine.bringBack(id(name));
  }

  private NodeId id(String name) {
    if (!specs.containsKey(name)) {
      throw new NotFoundException("no node '%s', only %s".formatted(name, specs.keySet()));
    }
    return new NodeId(cluster, name);
  }
}
