package dev.berth.placement.batch;

import dev.berth.model.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Demands on nodes, as few and cheap as were found.
 *
 * @param nodes the nodes that are needed, none of them empty
 * @param cost what they cost
 * @param lowerBound what every packing of all demands costs at least
 * @param unpacked the demands that found no room because node types are limited
 * @param optimal whether it is proven that no packing of all demands costs less
 */
public record Packing(
    List<PackedNode> nodes, long cost, long lowerBound, List<Unpacked> unpacked, boolean optimal) {
  /** Copies the lists. */
  public Packing {
    nodes = List.copyOf(nodes);
    unpacked = List.copyOf(unpacked);
  }

  /** How many nodes of each type are needed, by the type's name. */
  public SortedMap<String, Integer> nodesByType() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (PackedNode node : nodes) {
      counts.merge(node.nodeType(), 1, Integer::sum);
    }
    return counts;
  }

  static Packing of(List<NodeType> types, List<PackingDemand> demands, VectorPacking packing) {
    List<SortedMap<String, Integer>> held = new ArrayList<>();
    List<Resources> free = new ArrayList<>();
    for (int bin = 0; bin < packing.bins(); bin++) {
      held.add(new TreeMap<>());
      free.add(types.get(packing.typeOf(bin)).capacity());
    }
    List<Unpacked> unpacked = new ArrayList<>();
    int item = 0;
    for (PackingDemand demand : demands) {
      int nowhere = 0;
      for (int copy = 0; copy < demand.count(); copy++) {
        int bin = packing.binOf(item++);
        if (bin == VectorPacking.NOWHERE) {
          nowhere++;
        } else {
          held.get(bin).merge(demand.id(), 1, Integer::sum);
          free.set(bin, free.get(bin).minus(demand.resources()));
        }
      }
      if (nowhere > 0) {
        unpacked.add(new Unpacked(demand.id(), nowhere, reasons(types, demand)));
      }
    }
    List<PackedNode> nodes = new ArrayList<>();
    for (int bin = 0; bin < packing.bins(); bin++) {
      String type = types.get(packing.typeOf(bin)).name();
      nodes.add(new PackedNode(type, held.get(bin), free.get(bin)));
    }
    return new Packing(nodes, packing.cost(), packing.lowerBound(), unpacked, packing.optimal());
  }

  private static List<Unpacked.Reason> reasons(List<NodeType> types, PackingDemand demand) {
    List<Unpacked.Reason> reasons = new ArrayList<>();
    for (NodeType type : types) {
      Optional<Unpacked.TooSmall> tooSmall = demand.tooLargeFor(type);
      reasons.add(
          tooSmall.isPresent()
              ? tooSmall.get()
              : new Unpacked.LimitReached(type.name(), type.limit()));
    }
    return reasons;
  }
}
