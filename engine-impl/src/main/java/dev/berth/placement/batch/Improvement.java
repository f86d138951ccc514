package dev.berth.placement.batch;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The order of the searches: ejection first, which finds much in little time; then the mix of
 * patterns, which proves a bound; then dives from it and ejection in turns.
 */
final class Improvement {
  /** With more kinds than that the mix of patterns would take too long and too much memory. */
  private static final int MOST_KINDS = 1_200;

  /** So much of what is left a dive fixes at once: less is better and slower. */
  private static final double FIXED_SHARE = 0.08;

  private final Search search;
  private final Construction construction;
  private final double[] sizes;
  private final Chance chance;
  private final ItemKinds kinds;
  private final boolean uniform;
  private EjectionSearch ejection;

  Improvement(Search search, Construction construction, Measures measures) {
    this.search = search;
    this.construction = construction;
    this.sizes = measures.sizes(Measures.Norm.SCARCE_SQUARES);
    this.chance = new Chance(search.seed());
    this.kinds = new ItemKinds(search.batch());
    this.uniform = search.batch().types().size() == 1;
    this.ejection = restart();
  }

  private EjectionSearch restart() {
    search.spend(search.batch().items() / 20);
    Layout layout = search.best().copy();
    EjectionSearch started = new EjectionSearch(search, layout, sizes, chance);
    if (uniform || chance.below(3) == 0) {
      started.closeOne();
    } else {
      for (int closed = 1 + chance.below(3); closed > 0 && layout.bins() > 1; closed--) {
        layout.close(chance.below(layout.bins()));
      }
    }
    construction.fillUp(layout, search.best().cost() - 1);
    return started;
  }

  void run() {
    long slice = 3_000 + 60L * Math.min(MOST_KINDS, kinds.count());
    if (search.best().unpacked() > 0) {
      makeRoom();
    }
    eject(2 * slice);
    while (kinds.count() > MOST_KINDS && !search.over()) {
      eject(slice *= 2);
    }
    if (!search.over()) {
      mix(slice);
    }
  }

  /** Ejection in all bins there are, for a packing that has items outside. */
  private void makeRoom() {
    Layout layout = search.best().copy();
    int outside = layout.unpacked();
    for (int type = 0; type < search.batch().types().size(); type++) {
      for (int opened = 0; opened < outside && layout.mayOpen(type); opened++) {
        layout.open(type);
      }
    }
    EjectionSearch room = new EjectionSearch(search, layout, sizes, chance);
    while (!search.over() && layout.unpacked() > 0) {
      room.run(Long.MAX_VALUE / 4);
    }
  }

  private void mix(long slice) {
    ColumnGeneration root = ColumnGeneration.of(search, kinds, chance);
    remember(search.best(), root);
    while (!root.converge(ColumnGeneration.FIRST_NODES, slice) && !search.over()) {
      eject(slice / 2);
    }
    boolean searched = false;
    for (int round = 0; !search.over(); round++) {
      Dive dive = new Dive(search, kinds, root.copy(), chance);
      finish(dive.run(ColumnGeneration.FIRST_NODES + 20 * round, FIXED_SHARE), root, slice / 2);
      if (!searched) {
        searched = root.converge(ColumnGeneration.THOROUGH_NODES, slice * 3);
        search.raise(root.bound());
      }
      eject(slice);
    }
  }

  private void remember(Layout layout, ColumnGeneration generation) {
    Set<Pattern> patterns = new LinkedHashSet<>();
    for (int bin = 0; bin < layout.bins(); bin++) {
      patterns.add(kinds.patternOf(layout, bin));
    }
    patterns.forEach(generation::add);
  }

  /** Ejection from a packing that costs less than the best, as often as it succeeds in time. */
  private void eject(long slice) {
    if (!uniform || search.best().bins() <= ejection.layout().bins()) {
      ejection = restart();
    }
    long end = search.steps() + slice;
    while (!search.over() && search.steps() < end && ejection.run(end - search.steps())) {
      search.offer(ejection.layout());
      if (uniform) {
        ejection.closeOne();
      } else {
        ejection = restart();
      }
    }
  }

  /** Ejection from what a dive fixed, at less than the best packing costs. */
  private void finish(Layout fixed, ColumnGeneration root, long slice) {
    if (fixed.unpacked() == 0) {
      search.offer(fixed);
      return;
    }
    construction.fillUp(fixed, search.best().cost() - 1);
    EjectionSearch repair = new EjectionSearch(search, fixed, sizes, chance);
    if (repair.run(slice)) {
      search.offer(fixed);
      remember(fixed, root);
    }
  }
}
