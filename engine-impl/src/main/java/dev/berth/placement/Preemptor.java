package dev.berth.placement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what would have to go so that a demand has its place.
 *
 * <p>On each node, victims are taken one by one, the one first that covers most of what is missing,
 * among equals the one of the lowest priority; then those turn out to be unneeded are spared, the
 * highest priority first. So one victim is found wherever one is enough; where several are needed
 * there may be a smaller set. The node with the fewest victims wins, then the one whose most
 * important victim is the least important, then the lowest index.
 */
final class Preemptor {
  private final Fleet fleet;
  private final Search search;

  Preemptor(Fleet fleet, Search search) {
    this.fleet = fleet;
    this.search = search;
  }

  /** One placement that may have to go. */
  private record Candidate(PreparedDemand demand) {
    int priority() {
      return demand.demand().priority();
    }
  }

  /** What a node would lose. */
  private record Loss(int node, List<Candidate> victims) {
    int highestPriority() {
      return victims.stream().mapToInt(Candidate::priority).max().orElse(Integer.MIN_VALUE);
    }

    long priorities() {
      return victims.stream().mapToLong(Candidate::priority).sum();
    }
  }

  Optional<Preemption> find(PreparedDemand demand) {
    Map<Integer, List<Candidate>> candidates = candidates(demand);
    Comparator<Loss> order =
        Comparator.comparingInt((Loss loss) -> loss.victims().size())
            .thenComparingInt(Loss::highestPriority)
            .thenComparingLong(Loss::priorities)
            .thenComparingInt(Loss::node);
    return candidates.entrySet().stream()
        .map(entry -> loss(entry.getKey(), demand, entry.getValue()))
        .flatMap(Optional::stream)
        .min(order)
        .map(this::preemption);
  }

  private Map<Integer, List<Candidate>> candidates(PreparedDemand demand) {
    long highest = (long) demand.demand().priority() - Preemption.LEAST_DISTANCE;
    Map<Integer, List<Candidate>> byNode = new LinkedHashMap<>();
    for (PreparedDemand placed : fleet.demands().placed()) {
      if (placed.demand().priority() <= highest) {
        placed.forEachNode(node -> {
          if (fleet.nodes().open(node)) {
            byNode
                .computeIfAbsent(node, unused -> new ArrayList<>())
                .addAll(Collections.nCopies(placed.on(node), new Candidate(placed)));
          }
        });
      }
    }
    Comparator<Candidate> order =
        Comparator.comparingInt(Candidate::priority).thenComparingInt(it -> it.demand().id());
    byNode.values().forEach(here -> here.sort(order));
    return byNode;
  }

  private Optional<Loss> loss(int node, PreparedDemand demand, List<Candidate> candidates) {
    Trial trial = new Trial(fleet);
    List<Candidate> left = new ArrayList<>(candidates);
    List<Candidate> victims = new ArrayList<>();
    while (!canTake(node, demand) && !left.isEmpty()) {
      Candidate victim = left.remove(mostCovering(node, demand, left));
      trial.release(node, victim.demand());
      victims.add(victim);
    }
    boolean enough = canTake(node, demand);
    if (enough) {
      spare(node, demand, victims, trial);
    }
    trial.undo();
    return enough ? Optional.of(new Loss(node, victims)) : Optional.empty();
  }

  private boolean canTake(int node, PreparedDemand demand) {
    search.conditions().begin(demand);
    return search.conditions().canTake(node);
  }

  private int mostCovering(int node, PreparedDemand demand, List<Candidate> candidates) {
    int best = 0;
    double most = -1;
    for (int i = 0; i < candidates.size(); i++) {
      double covered = 0;
      for (int column = 0; column < demand.amounts().length; column++) {
        long missing = demand.needs()[column] - fleet.nodes().free(node, column);
        if (demand.amounts()[column] > 0 && missing > 0) {
          long gained = Math.min(missing, candidates.get(i).demand().amounts()[column]);
          covered += (double) gained / missing;
        }
      }
      if (covered > most) {
        best = i;
        most = covered;
      }
    }
    return best;
  }

  private void spare(int node, PreparedDemand demand, List<Candidate> victims, Trial trial) {
    List<Candidate> mostImportantFirst = new ArrayList<>(victims);
    mostImportantFirst.sort(Comparator.comparingInt(Candidate::priority).reversed());
    for (Candidate victim : mostImportantFirst) {
      int before = trial.size();
      long unused = trial.reserve(node, victim.demand());
      if (canTake(node, demand)) {
        victims.remove(victim);
      } else {
        trial.undo(before);
      }
    }
  }

  private Preemption preemption(Loss loss) {
    Map<PreparedDemand, Integer> counts = new LinkedHashMap<>();
    loss.victims().forEach(victim -> counts.merge(victim.demand(), 1, Integer::sum));
    List<Preemption.Victim> victims = new ArrayList<>();
    counts.forEach((demand, count) -> victims.add(new Preemption.Victim(demand, count)));
    return new Preemption(fleet.nodes().shape(loss.node()).name(), victims);
  }
}
