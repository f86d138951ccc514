package dev.berth.placement.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * The descent from the best mix of patterns to a packing: what the mix uses most is fixed, the rest
 * is mixed anew, until nothing is left or nothing can be gained any more.
 */
final class Dive {
  private final Search search;
  private final ItemKinds kinds;
  private final ColumnGeneration generation;
  private final Chance chance;
  private final Layout layout;

  /** Descends from where {@code generation} stands, and changes it. */
  Dive(Search search, ItemKinds kinds, ColumnGeneration generation, Chance chance) {
    this.search = search;
    this.kinds = kinds;
    this.generation = generation;
    this.chance = chance;
    this.layout = new Layout(search.batch());
  }

  /** The bins that were fixed, of all items if the descent reached its end. */
  Layout run(int nodes, double share) {
    while (layout.unpacked() > 0) {
      generation.converge(nodes, Long.MAX_VALUE / 4);
      double rest = generation.master().cost();
      boolean tooMuch = layout.cost() + Math.ceil(rest - 0.01) >= search.best().cost();
      // the inverse loses digits with each pivot; a mix that makes no sense any more ends the dive
      boolean sensible = rest > -1 && rest < Double.POSITIVE_INFINITY;
      if (search.over() || tooMuch || !sensible || !fix(Math.max(1, rest * share))) {
        return layout;
      }
      generation.restrict(layout);
    }
    return layout;
  }

  /** Fixes the patterns that the mix uses most; whether there was one that could be. */
  private boolean fix(double wanted) {
    MasterProgram master = generation.master();
    List<Candidate> candidates = new ArrayList<>();
    for (int row = 0; row < master.rows(); row++) {
      Pattern pattern = master.basic(row);
      double value = master.value(row);
      if (pattern != null && value > 1e-4) {
        candidates.add(new Candidate(row, pattern, value, value + 0.2 * chance.fraction()));
      }
    }
    candidates.sort((one, other) -> Double.compare(other.rank(), one.rank()));
    double fixed = 0;
    for (Candidate candidate : candidates) {
      int copies = Math.max(1, (int) (candidate.value() + 1e-3));
      boolean sure = candidate.value() > 0.95;
      for (int copy = 0; copy < copies && (sure || fixed < wanted); copy++) {
        if (!place(candidate)) {
          break;
        }
        fixed += search.batch().types().get(candidate.pattern().type()).cost();
      }
    }
    return fixed > 0;
  }

  /** Opens a bin for a pattern, if all of it is still left to be packed. */
  private boolean place(Candidate candidate) {
    Pattern pattern = candidate.pattern();
    if (!pattern.within(generation.left()) || !layout.mayOpen(pattern.type())) {
      return false;
    }
    int bin = layout.open(pattern.type());
    for (int index = 0; index < pattern.length(); index++) {
      int kind = pattern.kind(index);
      int next = generation.left()[kind];
      for (int copy = 0; copy < pattern.count(index); copy++) {
        layout.put(kinds.items(kind)[--next], bin);
      }
    }
    generation.fixed(candidate.row(), pattern);
    return true;
  }

  private record Candidate(int row, Pattern pattern, double value, double rank) {}
}
