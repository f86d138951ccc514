package dev.berth.placement;

/** The nodes that changed last, in order, as many as one round of rankings may lag behind. */
final class ChangeLog {
  private static final int KEPT = 1 << 14;

  private final int[] nodes = new int[KEPT];
  private long end;

  void add(int node) {
    nodes[(int) (end++ & (KEPT - 1))] = node;
  }

  /** The position behind the last change. */
  long end() {
    return end;
  }

  /** Whether every change from a position on is still known. */
  boolean reachesBackTo(long position) {
    return end - position <= KEPT;
  }

  int at(long position) {
    return nodes[(int) (position & (KEPT - 1))];
  }
}
