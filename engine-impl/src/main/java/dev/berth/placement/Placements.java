package dev.berth.placement;

import dev.berth.ConflictException;
import dev.berth.view.PlacementExplanation;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The placements that were handed out one by one, so that none is given back twice. */
final class Placements {
  private final Fleet fleet;
  private final Search search;
  private final Set<Long> live = new HashSet<>();
  private long next;

  Placements(Fleet fleet, Search search) {
    this.fleet = fleet;
    this.search = search;
  }

  Placement.Placed place(int node, PreparedDemand demand) {
    long devices = fleet.devices(node, demand);
    fleet.reserve(node, demand, devices);
    fleet.ordering().nextDecision();
    long number = next++;
    live.add(number);
    return new Placement.Placed(fleet.nodes().shape(node).name(), demand, indices(devices), number);
  }

  private static List<Integer> indices(long devices) {
    return BitSet.valueOf(new long[] {devices}).stream().boxed().toList();
  }

  /** Places all or none, the largest first. */
  Gang together(List<PreparedDemand> demands) {
    long decision = fleet.ordering().decision();
    Placement.@Nullable Placed[] placed = new Placement.Placed[demands.size()];
    for (int index : new Planner(fleet, search).largestFirst(demands)) {
      int node = search.find(demands.get(index));
      if (node < 0) {
        PlacementExplanation why =
            new Explainer(fleet, demands.get(index), false).explain().orElseThrow();
        for (Placement.Placed undone : placed) {
          if (undone != null) {
            release(undone);
          }
        }
        fleet.ordering().returnTo(decision);
        return new Gang.Apart(index, why);
      }
      placed[index] = place(node, demands.get(index));
    }
    return new Gang.Together(Arrays.asList(placed));
  }

  void release(Placement.Placed placed) {
    PreparedDemand demand = placed.demand();
    if (!live.contains(placed.number()) || !fleet.demands().knows(demand)) {
      throw new ConflictException(
          "placement %d of %s on node '%s' is none of this placer's, or was released before"
              .formatted(placed.number(), demand.demand().resources(), placed.node()));
    }
    int node = fleet.nodes().indexOf(placed.node());
    fleet.release(node, demand, devices(node, placed));
    live.remove(placed.number());
  }

  /** The devices it was given, or others of the demand's if those were given back by node. */
  private long devices(int node, Placement.Placed placed) {
    long devices = 0;
    for (int device : placed.devices()) {
      devices |= 1L << device;
    }
    boolean held = fleet.nodes().devices().holds(node, devices, placed.demand().id());
    return held ? devices : fleet.heldDevices(node, placed.demand());
  }
}
