package dev.berth.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The index of nodes for linear costs: idle nodes by their capacity, and the others in a {@link
 * Grid} for each set of further dimensions that nodes have anything of at all. So a demand for a
 * GPU does not walk past the many nodes without one.
 */
final class Grids {
  /** Nodes with other sets share the last one. */
  private static final int MOST = 8;

  private static final long EVERYTHING = -1;

  private final Nodes nodes;
  private final IdleNodes idle;
  private final List<Grid> grids = new ArrayList<>();
  private final long[] sets = new long[MOST];

  /** By node; what is read with every change is kept small, for the caches' sake. */
  private byte[] gridOf = {};

  Grids(Nodes nodes) {
    this.nodes = nodes;
    idle = new IdleNodes(nodes);
  }

  /** Whether a node is in a grid, and not drained or idle. */
  boolean holds(int node) {
    return nodes.exists(node) && nodes.open(node) && !idle.holds(node);
  }

  /** The grid that a node belongs to. */
  Grid of(int node) {
    return grids.get(gridOf[node]);
  }

  /** Takes up a node that joined, or whose capacity changed. */
  void enter(int node) {
    if (node >= gridOf.length) {
      gridOf = Arrays.copyOf(gridOf, node + 1 + (node >> 1));
    }
    gridOf[node] = (byte) indexOf(nodes.furtherColumns(node));
    update(node);
  }

  private int indexOf(long set) {
    for (int i = 0; i < grids.size(); i++) {
      if (sets[i] == set || sets[i] == EVERYTHING) {
        return i;
      }
    }
    int index = grids.size();
    sets[index] = index == MOST - 1 ? EVERYTHING : set;
    grids.add(new Grid(nodes, this));
    return index;
  }

  /** Takes up a node that changed, left or was drained. */
  void update(int node) {
    boolean isIdle = idle.update(node);
    Grid its = isIdle || !nodes.open(node) ? null : of(node);
    for (int i = 0; i < grids.size(); i++) {
      Grid grid = grids.get(i);
      grid.update(node, grid == its);
    }
  }

  /** Looks for the best node for a demand; see {@link Grid#find}. */
  void find(PreparedDemand demand, double[] factors, Conditions conditions, Best best) {
    for (int i = 0; i < grids.size(); i++) {
      if ((demand.furtherColumns() & ~sets[i]) == 0) {
        grids.get(i).find(demand, factors, conditions, best);
      }
    }
    idle.find(demand, factors, conditions, best);
  }
}
