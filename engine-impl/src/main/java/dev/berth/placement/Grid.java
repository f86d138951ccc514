package dev.berth.placement;

import java.util.Arrays;

/**
 * Nodes in cells by what is free of the first two dimensions, in {@link Steps}: a linked list per
 * cell, a bit per cell that is not empty, and a bit per row that has one.
 *
 * <p>A search walks rows upwards from the demand's own, and columns upwards in a row. The least
 * cost possible in a cell grows along both, so a walk ends where it exceeds the best cost found,
 * and the answer is exact.
 *
 * <p>A node beyond the range of the cells only notes that they must be laid out anew, which the
 * next search does for all nodes at once.
 */
final class Grid {
  private static final int NONE = -1;
  private static final int MANTISSA = 3;
  private static final int SIDE = 128;

  /** From this many nodes on the cells are twice as fine in each direction. */
  private static final int MANY = 30_000;

  private final Nodes nodes;
  private final Grids grids;
  private final int columnColumn;
  private Steps rows;
  private Steps columns;
  private int side;
  private int words;
  private long[] occupied = {};
  private long[] rowsOccupied = {};
  private int[] head = {};
  private int[] next = {};
  private int[] previous = {};
  private int[] cell = {};
  private boolean stale = true;

  /** A grid of those nodes that {@code grids} gives it. */
  Grid(Nodes nodes, Grids grids) {
    this.nodes = nodes;
    this.grids = grids;
    columnColumn = Math.min(1, nodes.dimensions().count() - 1);
    rows = new Steps(1, 1, MANTISSA);
    columns = rows;
  }

  /**
   * Takes up a node that changed, joined, left or was drained.
   *
   * @param here whether it belongs to this grid
   */
  void update(int node, boolean here) {
    if (stale) {
      return;
    }
    long ofRow = nodes.free(node, 0);
    long ofColumn = nodes.free(node, columnColumn);
    if (node >= cell.length || !rows.cover(ofRow) || !columns.cover(ofColumn)) {
      stale = true;
      return;
    }
    int now = here ? rows.of(ofRow) * side + columns.of(ofColumn) : NONE;
    if (now != cell[node]) {
      unlink(node);
      link(node, now);
    }
  }

  /**
   * Looks for a node that can take {@code demand}, meets {@code conditions} and is better than the
   * best one known.
   *
   * @param factors what a free unit of each column costs, 0 or more; 0 beyond the first two
   */
  void find(PreparedDemand demand, double[] factors, Conditions conditions, Best best) {
    if (stale) {
      layOut();
    }
    long[] needs = demand.needs();
    long[] amounts = demand.amounts();
    double rowFactor = factors[0];
    double columnFactor = columnColumn == 0 ? 0 : factors[columnColumn];
    int firstColumn = columns.of(needs[columnColumn]);
    for (int row = next(rowsOccupied, 0, rows.of(needs[0]));
        row < side;
        row = next(rowsOccupied, 0, row + 1)) {
      double rowCost = rowFactor * Math.max(0, rows.lowest(row) - amounts[0]);
      if (rowCost > best.cost) {
        return;
      }
      for (int column = next(occupied, row * words, firstColumn);
          column < side;
          column = next(occupied, row * words, column + 1)) {
        long above = Math.max(0, columns.lowest(column) - amounts[columnColumn]);
        if (rowCost + columnFactor * above > best.cost) {
          break;
        }
        look(head[row * side + column], demand, factors, conditions, best);
      }
    }
  }

  private void look(
      int first, PreparedDemand demand, double[] factors, Conditions conditions, Best best) {
    for (int node = first; node != NONE; node = next[node]) {
      if (nodes.fits(node, demand.needs())) {
        double cost = nodes.linearCost(node, demand.amounts(), factors);
        if (cost <= best.cost && conditions.admits(node)) {
          best.offer(node, cost);
        }
      }
    }
  }

  /** The first bit set at or behind {@code from}, of the {@code side} bits that begin at a word. */
  private int next(long[] bits, int firstWord, int from) {
    int word = from >> 6;
    if (word >= words) {
      return side;
    }
    long rest = bits[firstWord + word] & (-1L << from);
    while (rest == 0) {
      if (++word == words) {
        return side;
      }
      rest = bits[firstWord + word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(rest);
  }

  private void layOut() {
    long mostRows = 1;
    long mostColumns = 1;
    for (int node = 0; node < nodes.limit(); node++) {
      if (nodes.exists(node)) {
        mostRows = Math.max(mostRows, nodes.capacity(node, 0));
        mostColumns = Math.max(mostColumns, nodes.capacity(node, columnColumn));
      }
    }
    int finer = nodes.size() < MANY ? 0 : 1;
    side = SIDE << finer;
    words = side / Long.SIZE;
    rows = new Steps(mostRows, side, MANTISSA + finer);
    columns = new Steps(mostColumns, side, MANTISSA + finer);
    occupied = new long[side * words];
    rowsOccupied = new long[words];
    head = new int[side * side];
    Arrays.fill(head, NONE);
    int length = nodes.limit() + (nodes.limit() >> 1) + 16;
    next = new int[length];
    previous = new int[length];
    cell = new int[length];
    Arrays.fill(cell, NONE);
    stale = false;
    for (int node = 0; node < nodes.limit(); node++) {
      if (nodes.exists(node)) {
        update(node, grids.holds(node) && grids.of(node) == this);
      }
    }
  }

  private void link(int node, int to) {
    cell[node] = to;
    if (to == NONE) {
      return;
    }
    int first = head[to];
    next[node] = first;
    previous[node] = NONE;
    head[to] = node;
    if (first == NONE) {
      int row = to / side;
      occupied[to >> 6] |= 1L << to;
      rowsOccupied[row >> 6] |= 1L << row;
    } else {
      previous[first] = node;
    }
  }

  private void unlink(int node) {
    int from = cell[node];
    if (from == NONE) {
      return;
    }
    if (next[node] != NONE) {
      previous[next[node]] = previous[node];
    }
    if (previous[node] != NONE) {
      next[previous[node]] = next[node];
      return;
    }
    head[from] = next[node];
    if (next[node] == NONE) {
      int row = from / side;
      occupied[from >> 6] &= ~(1L << from);
      if (next(occupied, row * words, 0) == side) {
        rowsOccupied[row >> 6] &= ~(1L << row);
      }
    }
  }
}
