package dev.berth.placement.batch;

import java.util.Arrays;
import java.util.List;

/**
 * The search for patterns that are worth more than their bin costs, by branch and bound.
 *
 * <p>Rows are tried in the order of their price per weighted size. A branch ends where neither the
 * weighted room nor the room of any one dimension can hold enough worth any more.
 */
final class PatternSearch {
  private static final int WEIGHT_ROUNDS = 4;

  /** A pattern of more items is not searched for: the search descends once per item. */
  private static final int MOST_ITEMS = 500;

  private final Search search;
  private final ItemKinds kinds;
  private final int[] demand;
  private final BinType bin;
  private final int dimensions;
  private final int type;
  private final double[] capacity;
  private final double[] weights;

  /** Rows in the order of search, and per position what belongs to the row. */
  private int[] order;

  private int length;
  private final double[] price;
  private final double[] size;
  private final double[] efficiency;
  private final double[] density;
  private final long[] sizes;
  private final int[] left;
  private final long[] free;
  private final int[] chosen;
  private final int[] bestChosen;
  private int bestDepth;
  private double best;
  private int nodes;
  private boolean complete;
  private long scanned;

  /** Per depth the positions that fit there, and how many. */
  private int[][] candidates = new int[16][];

  private int[] counts = new int[16];

  /** Searches among the kinds for as many as {@code demand} holds at the time. */
  PatternSearch(Search search, ItemKinds kinds, int[] demand, int type) {
    this.search = search;
    this.kinds = kinds;
    this.demand = demand;
    this.type = type;
    this.dimensions = search.batch().dimensions();
    this.bin = search.batch().types().get(type);
    int rows = kinds.count();
    capacity = new double[dimensions];
    weights = new double[dimensions];
    free = new long[dimensions];
    for (int dimension = 0; dimension < dimensions; dimension++) {
      free[dimension] = bin.capacity(dimension);
      capacity[dimension] = Math.max(1, (double) bin.capacity(dimension));
      weights[dimension] = 1.0 / dimensions;
    }
    order = new int[0];
    price = new double[rows];
    size = new double[rows];
    efficiency = new double[rows];
    density = new double[rows * dimensions];
    sizes = new long[rows * dimensions];
    left = new int[rows];
    chosen = new int[MOST_ITEMS];
    bestChosen = new int[MOST_ITEMS];
  }

  int type() {
    return type;
  }

  /**
   * Adds the most valuable pattern that begins with each row, as far as it is worth more than the
   * bin and what its type's limit makes of it; whether the search was complete, so that no other
   * pattern is.
   */
  boolean find(MasterProgram master, int nodesPerRow, int mostPatterns, List<Pattern> found) {
    double threshold = bin.cost() * (1 + 1e-6) + master.scarcity(type);
    prepare(master.prices());
    int[] positions = candidatesAt(0);
    for (int position = 0; position < length; position++) {
      positions[position] = position;
    }
    counts[0] = length;
    boolean all = true;
    int before = found.size();
    for (int first = 0; first < length; first++) {
      best = threshold;
      if (hopeless(first, 0, 1)) {
        return all;
      }
      if (found.size() - before >= mostPatterns || search.over()) {
        return false;
      }
      bestDepth = 0;
      nodes = nodesPerRow;
      complete = true;
      scanned = 0;
      take(0, first, 0, 1);
      search.spend((int) (1 + scanned * dimensions / 500));
      all &= complete;
      if (bestDepth > 0) {
        found.add(pattern());
      }
    }
    return all;
  }

  private void prepare(double[] prices) {
    search.spend(1 + kinds.count() * dimensions / 200);
    for (int round = 0; round < WEIGHT_ROUNDS; round++) {
      sort(prices);
      adapt();
    }
    sort(prices);
    for (int dimension = 0; dimension < dimensions; dimension++) {
      double densest = 0;
      for (int position = length - 1; position >= 0; position--) {
        long amount = sizes[position * dimensions + dimension];
        double own = amount == 0 ? Double.POSITIVE_INFINITY : price[position] / amount;
        densest = Math.max(densest, own);
        density[position * dimensions + dimension] = densest;
      }
    }
  }

  /** Orders the rows that have a price and fit by efficiency. */
  private void sort(double[] prices) {
    double[] keys = new double[kinds.count()];
    long[] amounts = kinds.sizes();
    for (int row = 0; row < keys.length; row++) {
      double weighted = 0;
      boolean fits = demand[row] > 0;
      for (int dimension = 0; dimension < dimensions; dimension++) {
        long amount = amounts[row * dimensions + dimension];
        weighted += weights[dimension] * amount / capacity[dimension];
        fits &= amount <= free[dimension];
      }
      keys[row] = fits && prices[row] > 1e-9 ? prices[row] / Math.max(1e-12, weighted) : 0;
    }
    order = Construction.decreasing(keys);
    length = 0;
    while (length < order.length && keys[order[length]] > 0) {
      int row = order[length];
      price[length] = prices[row];
      efficiency[length] = keys[row];
      size[length] = prices[row] / keys[row];
      left[length] = demand[row];
      System.arraycopy(amounts, row * dimensions, sizes, length * dimensions, dimensions);
      length++;
    }
  }

  /** Makes dimensions weigh more that the liquid optimum overfills, and the others less. */
  private void adapt() {
    double[] used = new double[dimensions];
    double room = 1;
    for (int position = 0; position < length && room > 0; position++) {
      double copies = Math.min(left[position], room / Math.max(1e-12, size[position]));
      room -= copies * size[position];
      for (int dimension = 0; dimension < dimensions; dimension++) {
        used[dimension] += copies * sizes[position * dimensions + dimension] / capacity[dimension];
      }
    }
    double sum = 0;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      double change = Math.min(2, Math.max(0.5, used[dimension]));
      weights[dimension] = Math.max(1e-3, weights[dimension] * change);
      sum += weights[dimension];
    }
    for (int dimension = 0; dimension < dimensions; dimension++) {
      weights[dimension] /= sum;
    }
  }

  /**
   * Completes what is chosen with rows among the candidates of {@code depth}, of which only those
   * that still fit go on to the next depth.
   */
  private void descend(int depth, int from, double value, double room) {
    if (value > best) {
      best = value;
      bestDepth = depth;
      System.arraycopy(chosen, 0, bestChosen, 0, depth);
    }
    int[] above = candidates[depth - 1];
    int end = counts[depth - 1];
    int[] mine = candidatesAt(depth);
    int count = 0;
    scanned += end - from;
    for (int index = from; index < end; index++) {
      int position = above[index];
      if (index == from && hopeless(position, value, room)) {
        return;
      }
      if (left[position] > 0 && fits(position)) {
        mine[count++] = position;
      }
    }
    counts[depth] = count;
    for (int index = 0; index < count; index++) {
      int position = mine[index];
      if (hopeless(position, value, room)) {
        return;
      }
      take(depth, index, value, room);
      if (!complete) {
        return;
      }
    }
  }

  private void take(int depth, int index, double value, double room) {
    if (--nodes <= 0 || depth == MOST_ITEMS - 1) {
      complete = false;
      return;
    }
    int position = candidates[depth][index];
    chosen[depth] = position;
    left[position]--;
    change(position, -1);
    descend(depth + 1, index, value + price[position], room - size[position]);
    change(position, 1);
    left[position]++;
  }

  private int[] candidatesAt(int depth) {
    if (depth >= candidates.length) {
      candidates = Arrays.copyOf(candidates, depth * 2);
      counts = Arrays.copyOf(counts, depth * 2);
    }
    if (candidates[depth] == null) {
      candidates[depth] = new int[price.length];
    }
    return candidates[depth];
  }

  /** Whether the room cannot hold enough of the rows from a position on. */
  private boolean hopeless(int position, double value, double room) {
    double missing = best - value;
    if (efficiency[position] * room <= missing) {
      return true;
    }
    for (int dimension = 0; dimension < dimensions; dimension++) {
      double densest = density[position * dimensions + dimension];
      // what needs nothing of a dimension is not bounded by it, full as it may be
      if (densest < Double.POSITIVE_INFINITY && densest * free[dimension] <= missing) {
        return true;
      }
    }
    return false;
  }

  private boolean fits(int position) {
    int at = position * dimensions;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      if (sizes[at + dimension] > free[dimension]) {
        return false;
      }
    }
    return true;
  }

  private void change(int position, int sign) {
    for (int dimension = 0; dimension < dimensions; dimension++) {
      free[dimension] += sign * sizes[position * dimensions + dimension];
    }
  }

  private Pattern pattern() {
    int[] rows = new int[bestDepth];
    for (int index = 0; index < bestDepth; index++) {
      rows[index] = order[bestChosen[index]];
    }
    return Pattern.of(type, rows);
  }
}
