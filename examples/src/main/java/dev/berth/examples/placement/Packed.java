package dev.berth.examples.placement;

import dev.berth.model.Resources;
import dev.berth.placement.Placement.Placed;
import dev.berth.placement.Placer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was placed where, for tables and pictures. */
final class Packed {
  /** One task on its node. */
  record Task(Service service, Placed placed) {
    /** What it takes of a resource; of GPUs thousandths. */
    double uses(String resource) {
      Resources resources = service.demand().resources();
      return resource.equals(Resources.GPU)
          ? resources.get(Resources.GPU) + resources.get(Resources.GPU_SHARE) / 1_000.0
          : resources.get(resource);
    }
  }

  private final Placer placer;
  private final Map<String, List<Task>> byNode = new LinkedHashMap<>();
  private int tasks;

  Packed(Placer placer) {
    this.placer = placer;
  }

  void add(Service service, Placed placed) {
    byNode.computeIfAbsent(placed.node(), node -> new ArrayList<>()).add(new Task(service, placed));
    tasks++;
  }

  int tasks() {
    return tasks;
  }

  int nodesUsed() {
    return byNode.size();
  }

  List<Task> on(String node) {
    return byNode.getOrDefault(node, List.of());
  }

  String zoneOf(String node) {
    return placer.node(placer.nodeIndex(node)).attribute("zone");
  }

  /** How many tasks of a service a zone has. */
  int inZone(Service service, String zone) {
    return (int)
        byNode.values().stream()
            .flatMap(List::stream)
            .filter(task -> task.service().equals(service))
            .filter(task -> zoneOf(task.placed().node()).equals(zone))
            .count();
  }

  /** On how many nodes a service is. */
  int nodesOf(Service service) {
    return (int)
        byNode.values().stream()
            .filter(here -> here.stream().anyMatch(task -> task.service().equals(service)))
            .count();
  }

  /** What is used of a resource in a zone. */
  double used(String resource, String zone) {
    return byNode.entrySet().stream()
        .filter(entry -> zoneOf(entry.getKey()).equals(zone))
        .flatMap(entry -> entry.getValue().stream())
        .mapToDouble(task -> task.uses(resource))
        .sum();
  }

  /** What all nodes of a zone have of a resource. */
  double capacity(String resource, String zone) {
    double capacity = 0;
    for (int node = 0; node < placer.size(); node++) {
      if (placer.node(node).attribute("zone").equals(zone)) {
        capacity += placer.node(node).capacity().get(resource);
      }
    }
    return capacity;
  }

  /** The percentage of a resource that a zone uses. */
  double percent(String resource, String zone) {
    return 100 * used(resource, zone) / capacity(resource, zone);
  }
}
