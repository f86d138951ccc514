package dev.berth.placement.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left to be packed: kinds that still have a demand, numbered anew, and the types that may
 * still be opened.
 */
final class Residue {
  private final VectorBatch batch;
  private final int[] kinds;
  private final int[] rowOf;
  private final int[] demand;
  private final long[] sizes;
  private final boolean[] open;

  Residue(VectorBatch batch, ItemKinds all, int[] left, boolean[] open) {
    this.batch = batch;
    this.open = open;
    int rows = 0;
    for (int amount : left) {
      rows += amount > 0 ? 1 : 0;
    }
    int dimensions = batch.dimensions();
    kinds = new int[rows];
    demand = new int[rows];
    sizes = new long[rows * dimensions];
    rowOf = new int[left.length];
    int row = 0;
    for (int kind = 0; kind < left.length; kind++) {
      rowOf[kind] = -1;
      if (left[kind] > 0) {
        System.arraycopy(all.sizes(), kind * dimensions, sizes, row * dimensions, dimensions);
        demand[row] = left[kind];
        kinds[row] = kind;
        rowOf[kind] = row++;
      }
    }
  }

  VectorBatch batch() {
    return batch;
  }

  int rows() {
    return kinds.length;
  }

  /** How many items of each row are left; not to be written. */
  int[] demand() {
    return demand;
  }

  /** The vectors, row after row; not to be written. */
  long[] sizes() {
    return sizes;
  }

  boolean open(int type) {
    return open[type];
  }

  /** The pattern that fills a bin with one row at least cost, null if no open type can take it. */
  @Nullable Pattern uniform(int row) {
    List<BinType> types = batch.types();
    Pattern best = null;
    double cheapest = Double.POSITIVE_INFINITY;
    for (int type = 0; type < types.size(); type++) {
      int copies = open[type] ? copies(row, types.get(type)) : 0;
      double price = (double) types.get(type).cost() / copies;
      if (copies > 0 && price < cheapest) {
        cheapest = price;
        best = new Pattern(type, new int[] {row}, new int[] {copies});
      }
    }
    return best;
  }

  private int copies(int row, BinType type) {
    long copies = demand[row];
    for (int dimension = 0; dimension < batch.dimensions(); dimension++) {
      long size = sizes[row * batch.dimensions() + dimension];
      if (size > 0) {
        copies = Math.min(copies, type.capacity(dimension) / size);
      }
    }
    return (int) copies;
  }

  /** A pattern of kinds as one of rows, without what is no longer asked for; null if none is. */
  @Nullable Pattern toRows(Pattern pattern) {
    int[] rows = new int[pattern.length()];
    int[] counts = new int[pattern.length()];
    int length = 0;
    for (int index = 0; index < pattern.length(); index++) {
      int row = rowOf[pattern.kind(index)];
      if (row >= 0) {
        rows[length] = row;
        counts[length++] = Math.min(pattern.count(index), demand[row]);
      }
    }
    // a pattern that lost most of its items is no good one any more
    return length * 2 <= pattern.length() || !open[pattern.type()]
        ? null
        : cut(pattern, rows, counts, length);
  }

  /** A pattern of rows as one of kinds. */
  Pattern toKinds(Pattern pattern) {
    int[] translated = new int[pattern.length()];
    int[] counts = new int[pattern.length()];
    for (int index = 0; index < translated.length; index++) {
      translated[index] = kinds[pattern.kind(index)];
      counts[index] = pattern.count(index);
    }
    return new Pattern(pattern.type(), translated, counts);
  }

  private static Pattern cut(Pattern pattern, int[] rows, int[] counts, int length) {
    return new Pattern(
        pattern.type(),
        java.util.Arrays.copyOf(rows, length),
        java.util.Arrays.copyOf(counts, length));
  }
}
