package dev.berth.placement.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of a batch by kind: equal vectors are one kind, of which there are several. */
final class ItemKinds {
  private final int dimensions;
  private final long[] sizes;
  private final int[][] itemsOf;
  private final int[] kindOf;

  private record Vector(List<Long> amounts) {}

  ItemKinds(VectorBatch batch) {
    dimensions = batch.dimensions();
    Map<Vector, List<Integer>> kinds = new LinkedHashMap<>();
    for (int item = 0; item < batch.items(); item++) {
      List<Long> amounts = new ArrayList<>(dimensions);
      for (int dimension = 0; dimension < dimensions; dimension++) {
        amounts.add(batch.size(item, dimension));
      }
      kinds.computeIfAbsent(new Vector(amounts), vector -> new ArrayList<>()).add(item);
    }
    sizes = new long[kinds.size() * dimensions];
    itemsOf = new int[kinds.size()][];
    kindOf = new int[batch.items()];
    int kind = 0;
    for (Map.Entry<Vector, List<Integer>> entry : kinds.entrySet()) {
      for (int dimension = 0; dimension < dimensions; dimension++) {
        sizes[kind * dimensions + dimension] = entry.getKey().amounts().get(dimension);
      }
      for (int item : entry.getValue()) {
        kindOf[item] = kind;
      }
      itemsOf[kind++] = entry.getValue().stream().mapToInt(Integer::intValue).toArray();
    }
  }

  int count() {
    return itemsOf.length;
  }

  long size(int kind, int dimension) {
    return sizes[kind * dimensions + dimension];
  }

  /** The vectors, kind after kind; not to be written. */
  long[] sizes() {
    return sizes;
  }

  /** The items of a kind; not to be written. */
  int[] items(int kind) {
    return itemsOf[kind];
  }

  /** How many items each kind has. */
  int[] demand() {
    return Arrays.stream(itemsOf).mapToInt(items -> items.length).toArray();
  }

  /** How a bin of a layout is filled. */
  Pattern patternOf(Layout layout, int bin) {
    int[] held = new int[layout.count(bin)];
    for (int slot = 0; slot < held.length; slot++) {
      held[slot] = kindOf[layout.members(bin)[slot]];
    }
    return Pattern.of(layout.typeOf(bin), held);
  }

  /** The pattern that fills a bin with one kind at least cost; null if no open type can take it. */
  @Nullable Pattern alone(int kind, List<BinType> types, boolean[] open) {
    Pattern best = null;
    double cheapest = Double.POSITIVE_INFINITY;
    for (int type = 0; type < types.size(); type++) {
      int copies = open[type] ? copies(kind, types.get(type)) : 0;
      // a limited type is the last resort, since the limit is shared by all kinds
      double dearness = types.get(type).limit() == BinType.UNLIMITED ? 1 : 1e9;
      double price = dearness * types.get(type).cost() / copies;
      if (copies > 0 && price < cheapest) {
        cheapest = price;
        best = new Pattern(type, new int[] {kind}, new int[] {copies});
      }
    }
    return best;
  }

  private int copies(int kind, BinType type) {
    long copies = itemsOf[kind].length;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      long size = size(kind, dimension);
      if (size > 0) {
        copies = Math.min(copies, type.capacity(dimension) / size);
      }
    }
    return (int) copies;
  }
}
