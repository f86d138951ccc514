package dev.berth.placement;

/** Counts by a key of 64 bits; a count of 0 is not kept. Open addressing, nothing is boxed. */
final class LongCounts {
  private static final int LEAST = 16;

  private long[] keys = new long[LEAST];
  private int[] counts = new int[LEAST];
  private int size;

  /** How many keys have a count. */
  int size() {
    return size;
  }

  int get(long key) {
    return counts[slot(key)];
  }

  /** Adds to a key's count; returns the sum. */
  int add(long key, int amount) {
    int slot = slot(key);
    int before = counts[slot];
    int after = before + amount;
    if (before == 0 && after != 0) {
      if (2 * (size + 1) > keys.length) {
        resize(2 * keys.length);
        slot = slot(key);
      }
      keys[slot] = key;
      size++;
    }
    counts[slot] = after;
    if (before != 0 && after == 0) {
      size--;
      close(slot);
    }
    return after;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = home(key, mask);
    while (counts[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int home(long key, int mask) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32 ^ mixed >>> 48) & mask;
  }

  /** Moves back what stood behind a slot only because that was taken. */
  private void close(int empty) {
    int mask = keys.length - 1;
    int hole = empty;
    for (int slot = (hole + 1) & mask; counts[slot] != 0; slot = (slot + 1) & mask) {
      int home = home(keys[slot], mask);
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        keys[hole] = keys[slot];
        counts[hole] = counts[slot];
        counts[slot] = 0;
        hole = slot;
      }
    }
  }

  private void resize(int length) {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = new long[length];
    counts = new int[length];
    for (int place = 0; place < oldKeys.length; place++) {
      if (oldCounts[place] != 0) {
        int slot = slot(oldKeys[place]);
        keys[slot] = oldKeys[place];
        counts[slot] = oldCounts[place];
      }
    }
  }
}
