package dev.berth.placement;

import dev.berth.model.Resources;
import dev.berth.model.Taint;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What placement knows of a node.
 *
 * @param name unique among the placer's nodes
 * @param capacity all that can be reserved
 * @param attributes what constraints and spreads look at
 * @param taints what keeps demands away that do not tolerate them
 * @param registeredAt when it joined its cluster, for queries that ask for it
 */
public record NodeShape(
    String name,
    Resources capacity,
    SortedMap<String, String> attributes,
    List<Taint> taints,
    Optional<Instant> registeredAt) {
  /** The attribute that queries see as {@code agentVersion}. */
  public static final String AGENT_VERSION = "ecs.agent-version";

  public NodeShape {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    taints = List.copyOf(taints);
  }

  /** A node without attributes and taints. */
  public static NodeShape of(String name, Resources capacity) {
    return new NodeShape(name, capacity, new TreeMap<>(), List.of(), Optional.empty());
  }

  /** This node with attributes added or replaced. */
  public NodeShape with(Map<String, String> more) {
    TreeMap<String, String> merged = new TreeMap<>(attributes);
    merged.putAll(more);
    return new NodeShape(name, capacity, merged, taints, registeredAt);
  }

  /** This node with other taints. */
  public NodeShape taintedWith(List<Taint> other) {
    return new NodeShape(name, capacity, attributes, other, registeredAt);
  }

  /** An attribute's value, or the empty string. */
  public String attribute(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }
}
