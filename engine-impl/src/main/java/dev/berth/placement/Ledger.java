package dev.berth.placement;

import dev.berth.ConflictException;
import java.util.function.IntConsumer;

/**
 * How many of each demand are placed on each node. One table with open addressing for all; node,
 * demand and count share a word, so that most look-ups touch one line of the cache, and nothing is
 * boxed. (Lists per node and tables per demand were measured to be slower at 100,000 nodes.)
 */
final class Ledger {
  /** How many nodes and how many demands can be told apart. */
  static final int MOST = 1 << 22;

  /** How many of one demand a node can have. */
  static final int MOST_COUNT = (1 << 20) - 1;

  private static final int COUNT_BITS = 20;
  private static final int DEMAND_BITS = 22;
  private static final int LEAST = 64;

  private long[] words = new long[LEAST];
  private int size;

  int get(int node, int demand) {
    return count(words[place(key(node, demand))]);
  }

  /**
   * Adds to a count; returns the sum.
   *
   * @throws ConflictException if it would exceed {@link #MOST_COUNT}; then nothing changes
   */
  int add(int node, int demand, int amount) {
    long key = key(node, demand);
    int place = place(key);
    int before = count(words[place]);
    int after = before + amount;
    if (after > MOST_COUNT) {
      throw new ConflictException(
          "a node has %d placements of one demand, which is the most that are counted"
              .formatted(before));
    }
    if (after == 0) {
      size -= before == 0 ? 0 : 1;
      close(place);
      return 0;
    }
    words[place] = (key << COUNT_BITS) | after;
    if (before == 0 && 2 * ++size > words.length) {
      grow();
    }
    return after;
  }

  /** Gives every node that has any of a demand, in no order that means anything. */
  void forEachNode(int demand, IntConsumer action) {
    for (long word : words) {
      if (word != 0 && ((word >>> COUNT_BITS) & (MOST - 1)) == demand) {
        action.accept((int) (word >>> (COUNT_BITS + DEMAND_BITS)));
      }
    }
  }

  private static long key(int node, int demand) {
    return ((long) node << DEMAND_BITS) | demand;
  }

  private static int count(long word) {
    return (int) word & MOST_COUNT;
  }

  /** Where a key's count is, or would be. */
  private int place(long key) {
    int mask = words.length - 1;
    int place = home(key, mask);
    while (words[place] != 0 && words[place] >>> COUNT_BITS != key) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private static int home(long key, int mask) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
  }

  /** Empties a place, and moves back what stood behind it only because it was taken. */
  private void close(int empty) {
    int mask = words.length - 1;
    int hole = empty;
    words[hole] = 0;
    for (int place = (hole + 1) & mask; words[place] != 0; place = (place + 1) & mask) {
      int home = home(words[place] >>> COUNT_BITS, mask);
      if (((place - home) & mask) >= ((place - hole) & mask)) {
        words[hole] = words[place];
        words[place] = 0;
        hole = place;
      }
    }
  }

  private void grow() {
    long[] old = words;
    words = new long[2 * old.length];
    for (long word : old) {
      if (word != 0) {
        words[place(word >>> COUNT_BITS)] = word;
      }
    }
  }
}
