package dev.berth.placement.batch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exchange between the program that prices items and the search for patterns worth more. */
final class ColumnGeneration {
  static final int FIRST_NODES = 40;
  private static final int NODES_GROWTH = 8;

  private final Search search;
  private final Residue residue;
  private final MasterProgram master;
  private final List<PatternSearch> searches = new ArrayList<>();
  private final List<Pattern> found = new ArrayList<>();
  private int nodes = FIRST_NODES;
  private boolean exact;

  private ColumnGeneration(Search search, Residue residue, List<Pattern> uniform, Chance chance) {
    this.search = search;
    this.residue = residue;
    this.master = new MasterProgram(search, residue.demand(), uniform, chance);
    for (int type = 0; type < search.batch().types().size(); type++) {
      if (residue.open(type)) {
        searches.add(new PatternSearch(search, residue, type));
      }
    }
  }

  /** Starts with patterns of kinds that are known; null if the open types cannot take all. */
  static @Nullable ColumnGeneration of(
      Search search, Residue residue, Iterable<Pattern> known, Chance chance) {
    List<Pattern> uniform = new ArrayList<>();
    for (int row = 0; row < residue.rows(); row++) {
      Pattern pattern = residue.uniform(row);
      if (pattern == null) {
        return null;
      }
      uniform.add(pattern);
    }
    ColumnGeneration generation = new ColumnGeneration(search, residue, uniform, chance);
    for (Pattern pattern : known) {
      Pattern translated = residue.toRows(pattern);
      if (translated != null) {
        generation.master.add(translated);
      }
    }
    return generation;
  }

  /**
   * Goes on until no pattern is missing that a search of {@code mostNodes} per row would find;
   * false if the steps did not suffice.
   */
  boolean converge(int mostNodes, long steps) {
    int most = Math.max(10, residue.rows() / 6);
    long end = search.steps() + steps;
    while (master.optimize(end)) {
      found.clear();
      boolean complete = true;
      int level = Math.min(nodes, mostNodes);
      for (PatternSearch patterns : searches) {
        complete &= patterns.find(master.prices(), level, most, found);
      }
      if (search.over()) {
        return false;
      }
      if (found.isEmpty() && (complete || level == mostNodes)) {
        exact = complete;
        return true;
      }
      if (found.isEmpty()) {
        nodes *= NODES_GROWTH;
      }
      master.forget(12 * residue.rows() + 200);
      for (Pattern pattern : found) {
        master.add(pattern);
      }
    }
    return false;
  }

  /** What every packing of the residue costs at least; 0 if that is not proven. */
  long bound() {
    if (!exact) {
      return 0;
    }
    double sum = 0;
    for (int row = 0; row < residue.rows(); row++) {
      sum += Math.max(0, master.prices()[row]) * residue.demand()[row];
    }
    // no pattern is worth more than its cost times (1 + 1e-6), or than that by rounding
    return (long) Math.ceil(sum / (1 + 2e-6) - 1e-6);
  }

  MasterProgram master() {
    return master;
  }
}
