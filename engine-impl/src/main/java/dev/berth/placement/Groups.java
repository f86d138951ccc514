package dev.berth.placement;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The groups by name. */
final class Groups {
  private final Ledger ledger = new Ledger();
  private final Map<String, Group> byName = new HashMap<>();

  Group of(String name) {
    return byName.computeIfAbsent(name, unused -> new Group(name, ledger));
  }

  Collection<Group> all() {
    return byName.values();
  }

  /** How many of a group are on a node. */
  int on(String name, int node) {
    Group group = byName.get(name);
    return group == null ? 0 : group.on(node);
  }

  /** The groups that have any on a node, in order of their names. */
  List<String> names(int node) {
    return byName.values().stream()
        .filter(group -> !group.name().isEmpty() && group.on(node) > 0)
        .map(Group::name)
        .sorted()
        .toList();
  }

  /** Forgets the groups, and counts by topologies, that nobody asks for any more. */
  void retain(Set<Group> used, Set<Topology> topologies) {
    byName.values().retainAll(used);
    for (Group group : byName.values()) {
      group.retain(topologies);
    }
  }
}
