package dev.berth.placement.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of the searches: ejection first, which finds much in little time; then the mix of
 * patterns, which proves a bound; then dives from it and ejection in turns.
 */
final class Improvement {
  /** With more kinds than that the mix of patterns would take too long and too much memory. */
  private static final int MOST_KINDS = 1_200;

  private final Search search;
  private final Construction construction;
  private final double[] sizes;
  private final Chance chance;
  private final ItemKinds kinds;
  private final List<Pattern> known = new ArrayList<>();
  private EjectionSearch ejection;

  Improvement(Search search, Construction construction, Measures measures) {
    this.search = search;
    this.construction = construction;
    this.sizes = measures.sizes(Measures.Norm.SCARCE_SQUARES);
    this.chance = new Chance(search.seed());
    this.kinds = new ItemKinds(search.batch());
    this.ejection = restart();
  }

  private EjectionSearch restart() {
    EjectionSearch started = new EjectionSearch(search, search.best().copy(), sizes, chance);
    started.closeOne();
    return started;
  }

  void run() {
    long slice = 3_000 + 60L * search.batch().items();
    eject(slice);
    if (search.over()) {
      return;
    }
    if (kinds.count() > MOST_KINDS || search.best().unpacked() > 0) {
      eject(Long.MAX_VALUE / 4);
      return;
    }
    remember(search.best());
    ColumnGeneration root = root();
    boolean proven = false;
    while (!root.converge(ColumnGeneration.FIRST_NODES, slice) && !search.over()) {
      eject(slice);
    }
    for (int round = 0; !search.over(); round++) {
      double share = round == 0 ? 0.15 : 0.08;
      Layout fixed = new Dive(search, kinds, known, chance).run(40 + 20 * round, share, root);
      finish(fixed, slice / 2);
      if (!proven) {
        proven = root.converge(20_000, slice * 3);
        search.raise(root.bound());
      }
      eject(slice);
    }
  }

  private ColumnGeneration root() {
    boolean[] open = new boolean[search.batch().types().size()];
    java.util.Arrays.fill(open, true);
    Residue all = new Residue(search.batch(), kinds, kinds.demand(), open);
    return java.util.Objects.requireNonNull(ColumnGeneration.of(search, all, known, chance));
  }

  private void remember(Layout layout) {
    for (int bin = 0; bin < layout.bins(); bin++) {
      known.add(kinds.patternOf(layout, bin));
    }
  }

  /** Ejection from the best packing with one bin less, as long as that succeeds in time. */
  private void eject(long slice) {
    if (search.best().bins() <= ejection.layout().bins()) {
      ejection = restart();
    }
    while (!search.over() && ejection.run(slice)) {
      search.offer(ejection.layout());
      ejection.closeOne();
    }
  }

  /** Ejection from what a dive fixed, with one bin less than the best packing. */
  private void finish(Layout fixed, long slice) {
    if (fixed.unpacked() == 0) {
      search.offer(fixed);
      return;
    }
    construction.fillUp(fixed, search.best().cost() - 1);
    EjectionSearch repair = new EjectionSearch(search, fixed, sizes, chance);
    if (repair.run(slice)) {
      search.offer(fixed);
      remember(fixed);
    }
  }
}
