package dev.berth.placement.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The exchange between the program that prices kinds and the search for patterns worth more. */
final class ColumnGeneration {
  /** So quick is a search that is to lead to a packing soon. */
  static final int FIRST_NODES = 40;

  /** So thorough is a search that is to prove a bound. */
  static final int THOROUGH_NODES = 20_000;

  private static final int NODES_GROWTH = 8;

  private final Search search;
  private final ItemKinds kinds;

  /** How many items of each kind are left to be packed. */
  private final int[] left;

  private final boolean[] open;
  private final MasterProgram master;
  private final List<PatternSearch> searches = new ArrayList<>();
  private final List<Pattern> found = new ArrayList<>();
  private int nodes = FIRST_NODES;
  private boolean exact;

  private ColumnGeneration(Search search, ItemKinds kinds, boolean[] open, MasterProgram master) {
    this.search = search;
    this.kinds = kinds;
    this.open = open;
    this.left = kinds.demand();
    this.master = master;
    for (int type = 0; type < open.length; type++) {
      if (open[type]) {
        searches.add(new PatternSearch(search, kinds, left, type));
      }
    }
  }

  /** Starts with all items, each of which fits a type that has bins. */
  static ColumnGeneration of(Search search, ItemKinds kinds, Chance chance) {
    List<BinType> types = search.batch().types();
    boolean[] open = new boolean[types.size()];
    for (int type = 0; type < open.length; type++) {
      open[type] = types.get(type).limit() > 0;
    }
    List<Pattern> alone = new ArrayList<>();
    for (int kind = 0; kind < kinds.count(); kind++) {
      alone.add(Objects.requireNonNull(kinds.alone(kind, types, open)));
    }
    MasterProgram master = new MasterProgram(search, kinds.demand(), alone, chance);
    return new ColumnGeneration(search, kinds, open, master);
  }

  /** The same, to be changed apart from this one, which still has all items. */
  ColumnGeneration copy() {
    return new ColumnGeneration(search, kinds, open.clone(), master.copy());
  }

  void add(Pattern pattern) {
    master.add(pattern);
  }

  /** How many items of each kind are left; changes with {@link #fixed}. */
  int[] left() {
    return left;
  }

  /** Goes on with less: bins of a row's pattern are fixed, and what they hold is not left. */
  void fixed(int row, Pattern pattern) {
    master.take(row, 1);
    for (int index = 0; index < pattern.length(); index++) {
      left[pattern.kind(index)] -= pattern.count(index);
    }
  }

  /** Mixes what is left anew, without the types that are used up. */
  void restrict(Layout layout) {
    for (int type = 0; type < open.length; type++) {
      open[type] &= layout.mayOpen(type);
    }
    searches.removeIf(patterns -> !open[patterns.type()]);
    master.restrict(left, open);
    master.restore();
  }

  /**
   * Goes on until no pattern is missing that a search of {@code mostNodes} per kind would find;
   * false if the steps did not suffice.
   */
  boolean converge(int mostNodes, long steps) {
    int most = Math.max(10, kinds.count() / 6);
    long end = search.steps() + steps;
    while (master.optimize(end)) {
      found.clear();
      boolean complete = true;
      int level = Math.min(nodes, mostNodes);
      for (PatternSearch patterns : searches) {
        complete &= patterns.find(master, level, most, found);
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
      // the last few patterns cost much search and change little
      boolean enough = mostNodes < THOROUGH_NODES && found.size() * 40 < kinds.count();
      master.forget(12 * kinds.count() + 200);
      for (Pattern pattern : found) {
        master.add(pattern);
      }
      if (enough && level == mostNodes) {
        return master.optimize(end);
      }
    }
    return false;
  }

  /** What every packing costs at least; 0 if that is not proven. Only while all items are left. */
  long bound() {
    if (!exact) {
      return 0;
    }
    double sum = 0;
    for (int kind = 0; kind < left.length; kind++) {
      sum += Math.max(0, master.prices()[kind]) * left[kind];
    }
    for (int type = 0; type < open.length; type++) {
      // without a limit there is no scarcity
      sum -= master.scarcity(type) * search.batch().types().get(type).limit();
    }
    // no pattern is worth more than its cost times (1 + 1e-6), or than that by rounding
    return (long) Math.ceil(sum / (1 + 2e-6) - 1e-6);
  }

  MasterProgram master() {
    return master;
  }
}
