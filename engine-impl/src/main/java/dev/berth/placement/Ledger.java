package dev.berth.placement;

import java.util.ArrayList;
import java.util.List;

/** How many of each demand are placed on each node. */
final class Ledger {
  private final LongCounts counts = new LongCounts();

  /**
   * What one node has of one demand.
   *
   * @param demand the demand's number
   */
  record Entry(int node, int demand, int count) {}

  int get(int node, PreparedDemand demand) {
    return counts.get(key(node, demand.id()));
  }

  void add(int node, PreparedDemand demand, int amount) {
    counts.add(key(node, demand.id()), amount);
  }

  /** Everything that is placed, in no order. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(counts.size());
    for (int place = 0; place < counts.places(); place++) {
      if (counts.countAt(place) > 0) {
        long key = counts.keyAt(place);
        entries.add(new Entry((int) (key >>> 32), (int) key, counts.countAt(place)));
      }
    }
    return entries;
  }

  private static long key(int node, int demand) {
    return (long) node << 32 | demand;
  }
}
