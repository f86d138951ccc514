package dev.berth.placement;

import dev.berth.ConflictException;
import java.util.function.IntConsumer;

/**
 * What is placed on each node: its demands, each as often as it is placed. They stand in {@link
 * NumberLists}, where adding one reads nothing and all of a node's are in a few lines of the cache;
 * what fits in none, because a node has very many or a demand's number is high, is counted in a
 * table.
 */
final class Ledger {
  private static final int DEMAND_BITS = 22;

  /** How many nodes and how many demands can be told apart. */
  static final int MOST = 1 << DEMAND_BITS;

  /** How many of one demand a node can have. */
  static final int MOST_COUNT = (1 << 20) - 1;

  private final NumberLists listed = new NumberLists();
  private final LongCounts others = new LongCounts();
  private int limit;

  /** How many of a demand are on a node. */
  int get(int node, int demand) {
    int count = demand < NumberLists.NUMBERS ? listed.count(node, demand) : 0;
    return others.size() == 0 ? count : count + others.get(key(node, demand));
  }

  /**
   * Adds one.
   *
   * @throws ConflictException if the node would have more than {@link #MOST_COUNT} of this demand;
   *     then nothing changes
   */
  void add(int node, int demand) {
    limit = Math.max(limit, node + 1);
    if (demand >= NumberLists.NUMBERS || !listed.add(node, demand)) {
      if (get(node, demand) == MOST_COUNT) {
        throw new ConflictException(
            "a node has %d placements of one demand, which is the most that are counted"
                .formatted(MOST_COUNT));
      }
      others.add(key(node, demand), 1);
    }
  }

  /** Takes one away; returns whether there was one. */
  boolean remove(int node, int demand) {
    if (others.size() > 0 && others.get(key(node, demand)) > 0) {
      others.add(key(node, demand), -1);
      return true;
    }
    return demand < NumberLists.NUMBERS && listed.remove(node, demand);
  }

  /** Gives every node that has any of a demand. */
  void forEachNode(int demand, IntConsumer action) {
    for (int node = 0; node < limit; node++) {
      if (get(node, demand) > 0) {
        action.accept(node);
      }
    }
  }

  private static long key(int node, int demand) {
    return ((long) node << DEMAND_BITS) | demand;
  }
}
