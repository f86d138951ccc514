package dev.berth.placement.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The emptying of bins, one after the other, from the one that holds least: its items go where
 * there is room, or where ejection makes room for them.
 */
final class Draining {
  private static final long STEPS_PER_BIN = 20_000;

  private final Search search;
  private final VectorBatch batch;
  private final int[] before;
  private final boolean[] mayEmpty;
  private final double[] sizes;
  private final Chance chance;

  /** Where each item is in the end, by the number of the bin at the start. */
  private int[] after;

  private List<Integer> order = List.of();

  /** Starts where each item stands; bin {@code i} is the only one of type {@code i}. */
  Draining(VectorBatch batch, int[] binOf, boolean[] mayEmpty, Budget budget) {
    this.batch = batch;
    this.before = binOf;
    this.after = binOf.clone();
    this.mayEmpty = mayEmpty;
    this.search = new Search(batch, budget, ProgressListener.NONE, layout(occupied()));
    this.sizes = new Measures(batch).sizes(Measures.Norm.SCARCE_SQUARES);
    this.chance = new Chance(budget.seed());
  }

  void run() {
    boolean[] failed = new boolean[mayEmpty.length];
    int bin = lightest(failed);
    while (bin >= 0 && !search.over()) {
      failed[bin] = !empty(bin);
      bin = lightest(failed);
    }
  }

  DrainPlan plan(List<String> nodes, List<StandingTask> tasks) {
    boolean[] occupied = occupied();
    List<String> drained = new ArrayList<>();
    for (int bin = 0; bin < occupied.length; bin++) {
      if (!occupied[bin] && mayEmpty[bin]) {
        drained.add(nodes.get(bin));
      }
    }
    List<DrainPlan.Move> moves = new ArrayList<>();
    for (int item : order) {
      String from = nodes.get(before[item]);
      moves.add(new DrainPlan.Move(tasks.get(item).id(), from, nodes.get(after[item])));
    }
    return new DrainPlan(drained, moves);
  }

  /** The bins that hold something, or something that cannot be moved. */
  private boolean[] occupied() {
    boolean[] occupied = new boolean[mayEmpty.length];
    for (int bin = 0; bin < occupied.length; bin++) {
      occupied[bin] = !mayEmpty[bin];
    }
    for (int bin : after) {
      occupied[bin] = true;
    }
    return occupied;
  }

  private int lightest(boolean[] failed) {
    double[] loads = new double[mayEmpty.length];
    for (int item = 0; item < after.length; item++) {
      loads[after[item]] += Math.max(1e-9, sizes[item]);
    }
    int lightest = -1;
    for (int bin = 0; bin < loads.length; bin++) {
      boolean candidate = mayEmpty[bin] && !failed[bin] && loads[bin] > 0;
      if (candidate && (lightest < 0 || loads[bin] < loads[lightest])) {
        lightest = bin;
      }
    }
    return lightest;
  }

  /** The items in the bins that are not to stay empty. */
  private Layout layout(boolean[] kept) {
    Layout layout = new Layout(batch);
    int[] numberOf = new int[kept.length];
    for (int bin = 0; bin < kept.length; bin++) {
      numberOf[bin] = kept[bin] ? layout.open(bin) : VectorPacking.NOWHERE;
    }
    for (int item = 0; item < after.length; item++) {
      if (numberOf[after[item]] != VectorPacking.NOWHERE) {
        layout.put(item, numberOf[after[item]]);
      }
    }
    return layout;
  }

  private boolean empty(int bin) {
    boolean[] kept = occupied();
    kept[bin] = false;
    Layout layout = layout(kept);
    if (layout.bins() == 0) {
      return false;
    }
    EjectionSearch ejection = new EjectionSearch(search, layout, sizes, chance);
    ejection.calmDown();
    if (!ejection.run(STEPS_PER_BIN)) {
      return false;
    }
    int[] found = new int[after.length];
    for (int item = 0; item < found.length; item++) {
      found[item] = layout.typeOf(layout.binOf(item));
    }
    Optional<List<Integer>> possible = sequence(found);
    possible.ifPresent(items -> {
      order = items;
      after = found;
    });
    return possible.isPresent();
  }

  /** The items that change their bin, in an order in which each finds room; empty if none is. */
  private Optional<List<Integer>> sequence(int[] target) {
    int[] types = new int[mayEmpty.length];
    for (int bin = 0; bin < types.length; bin++) {
      types[bin] = bin;
    }
    Layout layout = Layout.of(batch, before, types);
    List<Integer> waiting = new ArrayList<>();
    for (int item = 0; item < target.length; item++) {
      if (target[item] != before[item]) {
        waiting.add(item);
      }
    }
    List<Integer> sequence = new ArrayList<>();
    boolean moved = true;
    while (moved) {
      int already = sequence.size();
      search.spend(1 + waiting.size() / 16);
      waiting.removeIf(item -> move(item, target[item], layout, sequence));
      moved = sequence.size() > already;
    }
    return waiting.isEmpty() ? Optional.of(sequence) : Optional.empty();
  }

  private static boolean move(int item, int bin, Layout layout, List<Integer> sequence) {
    if (!layout.fits(item, bin)) {
      return false;
    }
    layout.take(item);
    layout.put(item, bin);
    sequence.add(item);
    return true;
  }
}
