package dev.berth.placement.batch;

import dev.berth.InvalidSpecException;
import java.util.Arrays;
import java.util.List;

/** What is to be packed, in numbers: items as vectors of amounts, and the types of bins. */
public final class VectorBatch {
  private final int items;
  private final int dimensions;

  /** The amounts of all items, item after item. */
  private final long[] sizes;

  private final List<BinType> types;

  private VectorBatch(long[] sizes, int dimensions, List<BinType> types) {
    this.sizes = sizes;
    this.dimensions = dimensions;
    this.items = sizes.length / dimensions;
    this.types = types;
  }

  /**
   * Items to be packed into as few as possible of identical bins.
   *
   * @throws InvalidSpecException as {@link #of(long[][], List)}
   */
  public static VectorBatch of(long[][] items, long... capacity) {
    return of(items, List.of(BinType.of(capacity)));
  }

  /**
   * Items to be packed into bins that cost as little as possible.
   *
   * @throws InvalidSpecException if there is no type, the numbers of dimensions differ, an amount
   *     is negative, the sum of a dimension overflows, or an item is larger than every type
   */
  public static VectorBatch of(long[][] items, List<BinType> types) {
    if (types.isEmpty()) {
      throw new InvalidSpecException("a batch needs at least one bin type");
    }
    int dimensions = types.get(0).dimensions();
    for (BinType type : types) {
      if (type.dimensions() != dimensions) {
        throw new InvalidSpecException(
            "bin type %s has %d dimensions, bin type %s has %d"
                .formatted(type, type.dimensions(), types.get(0), dimensions));
      }
    }
    Math.multiplyExact(items.length, dimensions);
    long[] sizes = new long[items.length * dimensions];
    for (int item = 0; item < items.length; item++) {
      if (items[item].length != dimensions) {
        throw new InvalidSpecException(
            "item %d has %d dimensions, the bins have %d"
                .formatted(item, items[item].length, dimensions));
      }
      System.arraycopy(items[item], 0, sizes, item * dimensions, dimensions);
    }
    VectorBatch batch = new VectorBatch(sizes, dimensions, List.copyOf(types));
    batch.refuseImpossibleAmounts();
    batch.refuseItemsLargerThanEveryType();
    return batch;
  }

  private void refuseImpossibleAmounts() {
    for (int dimension = 0; dimension < dimensions; dimension++) {
      long sum = 0;
      for (int item = 0; item < items; item++) {
        long size = size(item, dimension);
        if (size < 0) {
          throw new InvalidSpecException(
              "amount %d of item %d (%d) must not be negative".formatted(dimension, item, size));
        }
        if (sum + size < 0) {
          throw new InvalidSpecException(
              "the items' sum of amount %d overflows at item %d (%d): use a larger unit"
                  .formatted(dimension, item, size));
        }
        sum += size;
      }
    }
  }

  private void refuseItemsLargerThanEveryType() {
    for (int item = 0; item < items; item++) {
      boolean fits = false;
      for (int type = 0; type < types.size() && !fits; type++) {
        fits = exceeded(item, types.get(type)) < 0;
      }
      if (!fits) {
        throw new InvalidSpecException(
            "item %d %s is larger than every bin type: %s"
                .formatted(item, Arrays.toString(vector(item)), excesses(item)));
      }
    }
  }

  private String excesses(int item) {
    StringBuilder text = new StringBuilder();
    for (BinType type : types) {
      int dimension = exceeded(item, type);
      text.append(text.isEmpty() ? "" : ", ")
          .append(
              "%s by %d in amount %d"
                  .formatted(type, size(item, dimension) - type.capacity(dimension), dimension));
    }
    return text.toString();
  }

  /** The first dimension in which an item is larger than an empty bin, -1 if it fits. */
  private int exceeded(int item, BinType type) {
    for (int dimension = 0; dimension < dimensions; dimension++) {
      if (size(item, dimension) > type.capacity(dimension)) {
        return dimension;
      }
    }
    return -1;
  }

  private long[] vector(int item) {
    return Arrays.copyOfRange(sizes, item * dimensions, (item + 1) * dimensions);
  }

  /** How many items there are. */
  public int items() {
    return items;
  }

  /** How many dimensions every vector has. */
  public int dimensions() {
    return dimensions;
  }

  /** How much an item needs of a dimension. */
  public long size(int item, int dimension) {
    return sizes[item * dimensions + dimension];
  }

  /** The types of bins. */
  public List<BinType> types() {
    return types;
  }

  boolean fitsEmpty(int item, int type) {
    return exceeded(item, types.get(type)) < 0;
  }

  /** The amounts of all items, item after item; not to be written. */
  long[] sizes() {
    return sizes;
  }
}
