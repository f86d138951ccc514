package dev.berth.placement;

import dev.berth.model.PortMapping;
import dev.berth.model.Resources;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A node and what is reserved on it. */
final class Node {
  private record PortKey(int number, dev.berth.model.Protocol protocol) {}

  private NodeShape shape;
  private final Map<String, Long> used = new HashMap<>();
  private final Set<PortKey> ports = new HashSet<>();
  private final Map<String, Integer> groups = new HashMap<>();
  private int reservations;

  Node(NodeShape shape) {
    this.shape = shape;
  }

  NodeShape shape() {
    return shape;
  }

  void reshape(NodeShape changed) {
    shape = changed;
  }

  int reservations() {
    return reservations;
  }

  /** What is free of a resource; negative if the node shrank below what it holds. */
  long free(String resource) {
    return shape.capacity().get(resource) - used.getOrDefault(resource, 0L);
  }

  Resources available() {
    Resources available = Resources.NONE;
    for (String resource : shape.capacity().amounts().keySet()) {
      available = available.with(resource, Math.max(0, free(resource)));
    }
    return available;
  }

  int inGroup(String group) {
    return groups.getOrDefault(group, 0);
  }

  /** The first resource of {@code demand} that is not free. */
  Optional<String> lacking(Resources demand) {
    for (Map.Entry<String, Long> entry : demand.amounts().entrySet()) {
      if (entry.getValue() > free(entry.getKey())) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  /** The first of the demand's fixed ports that is taken. */
  OptionalInt takenPort(Demand demand) {
    for (PortMapping port : demand.fixedPorts()) {
      if (ports.contains(new PortKey(port.hostPort(), port.protocol()))) {
        return OptionalInt.of(port.hostPort());
      }
    }
    return OptionalInt.empty();
  }

  void reserve(Demand demand) {
    demand.resources().amounts().forEach((name, amount) -> used.merge(name, amount, Long::sum));
    for (PortMapping port : demand.fixedPorts()) {
      ports.add(new PortKey(port.hostPort(), port.protocol()));
    }
    groups.merge(demand.group(), 1, Integer::sum);
    reservations++;
  }

  void release(Demand demand) {
    demand.resources().amounts().forEach((name, amount) -> used.merge(name, -amount, Long::sum));
    for (PortMapping port : demand.fixedPorts()) {
      ports.remove(new PortKey(port.hostPort(), port.protocol()));
    }
    groups.merge(demand.group(), -1, Integer::sum);
    groups.remove(demand.group(), 0);
    reservations--;
  }
}
