package dev.berth.placement;

import java.util.Arrays;

/**
 * The GPUs of each node: what is used of each, in thousandths, and by which demands. Where a node
 * lost devices that are in use, their use is still counted.
 */
final class Devices {
  private static final int MOST = 64;

  private int[] count = new int[0];
  private int[][] used = new int[0][];
  private final LongCounts held = new LongCounts();

  void clear(int node, int limit) {
    if (limit > count.length) {
      int length = limit + (limit >> 1);
      count = Arrays.copyOf(count, length);
      used = Arrays.copyOf(used, length);
    }
    count[node] = 0;
    used[node] = new int[0];
  }

  void count(int node, int devices) {
    count[node] = devices;
    if (used[node].length < devices) {
      used[node] = Arrays.copyOf(used[node], devices);
    }
  }

  int count(int node) {
    return count[node];
  }

  /** What is free of a device; negative if more was taken than it has. */
  int free(int node, int device) {
    return Dimensions.WHOLE_GPU - used[node][device];
  }

  long free(int node) {
    long free = 0;
    for (int device = 0; device < count[node]; device++) {
      // A device that gave away too much takes nothing from the others.
      free += Math.max(0, free(node, device));
    }
    return free;
  }

  int wholeFree(int node) {
    int whole = 0;
    for (int device = 0; device < count[node]; device++) {
      whole += used[node][device] == 0 ? 1 : 0;
    }
    return whole;
  }

  int largestFree(int node) {
    int largest = 0;
    for (int device = 0; device < count[node]; device++) {
      largest = Math.max(largest, free(node, device));
    }
    return largest;
  }

  /** The device with the least free that has room for a share, or the one with the most free. */
  int tightest(int node, int share) {
    int tightest = -1;
    for (int device = 0; device < count[node]; device++) {
      boolean room = free(node, device) >= share;
      if (room && (tightest < 0 || free(node, device) < free(node, tightest))) {
        tightest = device;
      }
    }
    return tightest >= 0 ? tightest : mostFree(node);
  }

  private int mostFree(int node) {
    int most = 0;
    for (int device = 1; device < count[node]; device++) {
      if (free(node, device) > free(node, most)) {
        most = device;
      }
    }
    return most;
  }

  /** The devices that whole ones are given of, a bit each: the first ones wholly free. */
  long wholes(int node, int wanted) {
    long chosen = 0;
    int left = wanted;
    for (int device = 0; device < count[node] && left > 0; device++) {
      if (used[node][device] == 0) {
        chosen |= 1L << device;
        left--;
      }
    }
    // What runs already is taken up even where the node has too few.
    for (int device = 0; device < MOST && left > 0; device++) {
      if ((chosen & 1L << device) == 0) {
        chosen |= 1L << device;
        left--;
      }
    }
    return chosen;
  }

  /** The last devices by index of which a demand holds a part, a bit each. */
  long lastHeld(int node, int demand, int wanted) {
    long chosen = 0;
    int left = wanted;
    for (int device = used[node].length - 1; device >= 0 && left > 0; device--) {
      if (held.get(key(node, device, demand)) > 0) {
        chosen |= 1L << device;
        left--;
      }
    }
    return chosen;
  }

  /** Whether a demand holds a part of each of these devices. */
  boolean holds(int node, long devices, int demand) {
    for (long rest = devices; rest != 0; rest &= rest - 1) {
      if (held.get(key(node, Long.numberOfTrailingZeros(rest), demand)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Gives a demand a part of each of these devices; takes it back if negative. */
  void take(int node, long devices, int thousandths, int demand) {
    for (long rest = devices; rest != 0; rest &= rest - 1) {
      int device = Long.numberOfTrailingZeros(rest);
      if (device >= used[node].length) {
        used[node] = Arrays.copyOf(used[node], device + 1);
      }
      used[node][device] += thousandths;
      held.add(key(node, device, demand), Integer.signum(thousandths));
    }
  }

  private static long key(int node, int device, int demand) {
    return ((long) node * MOST + device) << 31 | demand;
  }
}
