package dev.berth.placement;

import dev.berth.view.PlacementExplanation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Works out what would happen, on the fleet itself, and undoes it. */
final class Planner {
  private final Fleet fleet;
  private final Search search;

  Planner(Fleet fleet, Search search) {
    this.fleet = fleet;
    this.search = search;
  }

  Plan plan(List<PreparedDemand> demands) {
    Trial trial = new Trial(fleet);
    long decision = fleet.ordering().decision();
    List<Plan.Step> steps = new ArrayList<>();
    for (PreparedDemand demand : demands) {
      steps.add(step(demand, trial));
    }
    trial.undo();
    fleet.ordering().returnTo(decision);
    return new Plan(steps);
  }

  private Plan.Step step(PreparedDemand demand, Trial trial) {
    int node = search.find(demand);
    if (node >= 0) {
      long unused = trial.reserve(node, demand);
      fleet.ordering().nextDecision();
      return new Plan.Place(demand.demand(), name(node));
    }
    Optional<Preemption> preemption = new Preemptor(fleet, search).find(demand);
    if (preemption.isEmpty()) {
      return new Plan.Refuse(demand.demand(), explain(demand));
    }
    int preempted = fleet.nodes().indexOf(preemption.get().node());
    for (Preemption.Victim victim : preemption.get().victims()) {
      for (int i = 0; i < victim.count(); i++) {
        trial.release(preempted, victim.demand());
      }
    }
    long unused = trial.reserve(preempted, demand);
    fleet.ordering().nextDecision();
    return new Plan.Preempt(demand.demand(), preemption.get());
  }

  /** Where everything on a node would go, the largest first. */
  Plan drain(int node) {
    Trial trial = new Trial(fleet);
    long decision = fleet.ordering().decision();
    boolean wasOpen = fleet.nodes().open(node);
    fleet.drain(node, true);
    List<Plan.Step> steps = new ArrayList<>();
    for (PreparedDemand demand : placedOn(node)) {
      trial.release(node, demand);
      int to = search.find(demand);
      if (to >= 0) {
        long unused = trial.reserve(to, demand);
        fleet.ordering().nextDecision();
        steps.add(new Plan.Move(demand.demand(), name(node), name(to)));
      } else {
        steps.add(new Plan.Refuse(demand.demand(), explain(demand)));
      }
    }
    trial.undo();
    fleet.drain(node, !wasOpen);
    fleet.ordering().returnTo(decision);
    return new Plan(steps);
  }

  private List<PreparedDemand> placedOn(int node) {
    List<PreparedDemand> placed = new ArrayList<>();
    for (PreparedDemand demand : fleet.demands().placed()) {
      placed.addAll(Collections.nCopies(demand.on(node), demand));
    }
    placed.sort(
        Comparator.comparingDouble(this::size).reversed().thenComparingInt(PreparedDemand::id));
    return placed;
  }

  /**
   * The order in which demands are tried together: the largest first, because small ones find room
   * beside them more easily than the other way round.
   */
  List<Integer> largestFirst(List<PreparedDemand> demands) {
    return IntStream.range(0, demands.size())
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer index) -> size(demands.get(index)))
                .reversed()
                .thenComparingInt(index -> index))
        .toList();
  }

  /** The largest part that a demand takes of any dimension's largest node. */
  private double size(PreparedDemand demand) {
    double size = 0;
    for (int dimension = 0; dimension < fleet.nodes().dimensions().count(); dimension++) {
      size = Math.max(size, demand.amount(dimension) * fleet.nodes().scale(dimension));
    }
    return size;
  }

  private PlacementExplanation explain(PreparedDemand demand) {
    return new Explainer(fleet, demand, false).explain().orElseThrow();
  }

  private String name(int node) {
    return fleet.nodes().shape(node).name();
  }
}
