package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The dependencies between the containers of one task, checked once when it is defined. */
final class ContainerGraph {
  private final String family;
  private final Map<String, ContainerDefinition> containers = new LinkedHashMap<>();

  private ContainerGraph(String family, List<ContainerDefinition> containers) {
    this.family = family;
    for (ContainerDefinition container : containers) {
      if (this.containers.put(container.name(), container) != null) {
        throw refused("container name '" + container.name() + "' is given twice");
      }
    }
  }

  static void check(String family, List<ContainerDefinition> containers) {
    if (containers.isEmpty() || containers.size() > TaskDefinition.MAXIMUM_CONTAINERS) {
      throw new InvalidSpecException(
          "task definition '%s' has %d containers: 1 to %d are allowed"
              .formatted(family, containers.size(), TaskDefinition.MAXIMUM_CONTAINERS));
    }
    ContainerGraph graph = new ContainerGraph(family, containers);
    graph.requireEssential();
    graph.requireUniquePorts();
    graph.requireKnownDependencies();
    graph.requireNoCycle();
  }

  private void requireEssential() {
    if (containers.values().stream().noneMatch(ContainerDefinition::essential)) {
      throw refused("no container is essential: at least one must be");
    }
  }

  private void requireUniquePorts() {
    Map<String, String> names = new HashMap<>();
    Map<String, String> variables = new HashMap<>();
    Map<String, String> hostPorts = new HashMap<>();
    for (ContainerDefinition container : containers.values()) {
      for (PortMapping port : container.ports()) {
        String other = names.put(port.name(), container.name());
        if (other != null) {
          throw refused(
              "port name '%s' is given by containers '%s' and '%s': name them"
                  .formatted(port.name(), other, container.name()));
        }
        String fixed = port.hostPort() + "/" + port.protocol();
        String holder = port.dynamic() ? null : hostPorts.put(fixed, port.name());
        if (holder != null) {
          throw refused(
              "ports '%s' and '%s' both ask for host port %s"
                  .formatted(holder, port.name(), fixed));
        }
        String twin = variables.put(port.variable(), port.name());
        if (twin != null) {
          throw refused(
              "port names '%s' and '%s' both make the variable %s: name them otherwise"
                  .formatted(twin, port.name(), port.variable()));
        }
      }
    }
  }

  private void requireKnownDependencies() {
    for (ContainerDefinition container : containers.values()) {
      for (ContainerDependency dependency : container.dependsOn()) {
        ContainerDefinition other = containers.get(dependency.container());
        if (other == null) {
          throw refused(
              "container '%s' depends on '%s', which is not among %s"
                  .formatted(container.name(), dependency.container(), containers.keySet()));
        }
        requireReachable(container, other, dependency.condition());
      }
    }
  }

  private void requireReachable(
      ContainerDefinition container, ContainerDefinition other, DependencyCondition condition) {
    switch (condition) {
      case START -> {}
      case COMPLETE, SUCCESS -> {
        if (other.essential()) {
          throw refused(
              "container '%s' waits for %s of '%s', which is essential: its exit stops the task"
                  .formatted(container.name(), condition, other.name()));
        }
      }
      case HEALTHY -> {
        if (other.health().isEmpty()) {
          throw refused(
              "container '%s' waits until '%s' is HEALTHY, which has no health check"
                  .formatted(container.name(), other.name()));
        }
      }
    }
  }

  private void requireNoCycle() {
    Set<String> done = new HashSet<>();
    for (String name : containers.keySet()) {
      walk(name, new ArrayList<>(), done);
    }
  }

  private void walk(String name, List<String> path, Set<String> done) {
    int begin = path.indexOf(name);
    path.add(name);
    if (begin >= 0) {
      throw refused("dependency cycle: " + String.join(" -> ", path.subList(begin, path.size())));
    }
    ContainerDefinition container = containers.get(name);
    if (container != null && !done.contains(name)) {
      for (ContainerDependency dependency : container.dependsOn()) {
        walk(dependency.container(), path, done);
      }
      done.add(name);
    }
    path.remove(path.size() - 1);
  }

  private InvalidSpecException refused(String reason) {
    return new InvalidSpecException("task definition '" + family + "': " + reason);
  }
}
