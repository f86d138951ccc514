package dev.berth.placement.batch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The descent from the best mix of patterns to a packing: what the mix uses most is fixed, the rest
 * is mixed anew, until nothing is left or nothing can be gained any more.
 */
final class Dive {
  private final Search search;
  private final ItemKinds kinds;
  private final List<Pattern> known;
  private final Chance chance;
  private final Layout layout;
  private final int[] left;

  Dive(Search search, ItemKinds kinds, List<Pattern> known, Chance chance) {
    this.search = search;
    this.kinds = kinds;
    this.known = known;
    this.chance = chance;
    this.layout = new Layout(search.batch());
    this.left = kinds.demand();
  }

  /** The bins that were fixed, of all items if the descent reached its end. */
  Layout run(int nodes, double share, ColumnGeneration root) {
    @Nullable ColumnGeneration generation = root;
    while (layout.unpacked() > 0) {
      Residue residue = new Residue(search.batch(), kinds, left, open());
      if (generation == null) {
        generation = ColumnGeneration.of(search, residue, known, chance);
      }
      if (generation == null) {
        return layout;
      }
      generation.converge(nodes, Long.MAX_VALUE / 4);
      double rest = generation.master().cost();
      if (search.over() || layout.cost() + Math.ceil(rest - 0.01) >= search.best().cost()) {
        return layout;
      }
      remember(generation, residue);
      fix(generation.master(), residue, Math.max(1, rest * share));
      generation = null;
    }
    return layout;
  }

  private boolean[] open() {
    boolean[] open = new boolean[search.batch().types().size()];
    for (int type = 0; type < open.length; type++) {
      open[type] = layout.mayOpen(type);
    }
    return open;
  }

  /** Keeps the patterns of the mix, which are good ones for the dives to come. */
  private void remember(ColumnGeneration generation, Residue residue) {
    MasterProgram master = generation.master();
    for (int row = 0; row < residue.rows(); row++) {
      Pattern pattern = master.basic(row);
      if (pattern != null && master.value(row) > 1e-6 && layout.bins() > 0) {
        known.add(residue.toKinds(pattern));
      }
    }
  }

  private void fix(MasterProgram master, Residue residue, double wanted) {
    List<Candidate> candidates = new ArrayList<>();
    for (int row = 0; row < residue.rows(); row++) {
      Pattern pattern = master.basic(row);
      double value = master.value(row);
      if (pattern != null && value > 1e-4) {
        candidates.add(
            new Candidate(residue.toKinds(pattern), value, value + 0.2 * chance.fraction()));
      }
    }
    candidates.sort((one, other) -> Double.compare(other.rank(), one.rank()));
    double fixed = 0;
    for (Candidate candidate : candidates) {
      int copies = Math.max(1, (int) (candidate.value() + 1e-3));
      boolean sure = candidate.value() > 0.95;
      for (int copy = 0; copy < copies && (sure || fixed < wanted); copy++) {
        if (place(candidate.pattern())) {
          fixed += search.batch().types().get(candidate.pattern().type()).cost();
        }
      }
    }
  }

  /** Opens a bin for a pattern, if all of it is still left to be packed. */
  private boolean place(Pattern pattern) {
    for (int index = 0; index < pattern.length(); index++) {
      if (left[pattern.kind(index)] < pattern.count(index)) {
        return false;
      }
    }
    if (!layout.mayOpen(pattern.type())) {
      return false;
    }
    int bin = layout.open(pattern.type());
    for (int index = 0; index < pattern.length(); index++) {
      int kind = pattern.kind(index);
      for (int copy = 0; copy < pattern.count(index); copy++) {
        layout.put(kinds.items(kind)[--left[kind]], bin);
      }
    }
    return true;
  }

  private record Candidate(Pattern pattern, double value, double rank) {}
}
