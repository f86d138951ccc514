package dev.berth.placement.batch;

import dev.berth.InvalidSpecException;
import java.util.Arrays;

/** A kind of bin: how much it holds, how many of it there are and what one costs. */
public final class BinType {
  /** The limit of a type of which there are as many bins as are needed. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** The largest cost of one bin: a million bins of it can still be added up. */
  public static final long MAXIMUM_COST = 1L << 40;

  private final long[] capacity;
  private final int limit;
  private final long cost;

  private BinType(long[] capacity, int limit, long cost) {
    this.capacity = capacity.clone();
    this.limit = limit;
    this.cost = cost;
  }

  /**
   * A type of which there are as many bins as are needed, at a cost of 1.
   *
   * @throws InvalidSpecException if an amount is negative or there is none
   */
  public static BinType of(long... capacity) {
    return of(capacity, UNLIMITED, 1);
  }

  /**
   * A type of which there are {@code limit} bins, at a cost of {@code cost} each.
   *
   * @throws InvalidSpecException if an amount is negative or there is none, the limit is negative,
   *     or the cost is not between 1 and {@link #MAXIMUM_COST}
   */
  public static BinType of(long[] capacity, int limit, long cost) {
    if (capacity.length == 0) {
      throw new InvalidSpecException("a bin type needs at least one amount");
    }
    for (int dimension = 0; dimension < capacity.length; dimension++) {
      if (capacity[dimension] < 0) {
        throw new InvalidSpecException(
            "amount %d of a bin type (%d) must not be negative"
                .formatted(dimension, capacity[dimension]));
      }
    }
    if (limit < 0) {
      throw new InvalidSpecException(
          "the limit of a bin type (%d) must not be negative".formatted(limit));
    }
    if (cost < 1 || cost > MAXIMUM_COST) {
      throw new InvalidSpecException(
          "the cost of a bin type (%d) must be between 1 and %d".formatted(cost, MAXIMUM_COST));
    }
    return new BinType(capacity, limit, cost);
  }

  /** How much a bin holds of dimension {@code dimension}. */
  public long capacity(int dimension) {
    return capacity[dimension];
  }

  /** How many dimensions there are. */
  public int dimensions() {
    return capacity.length;
  }

  /** How many bins of this type there are, {@link #UNLIMITED} for as many as are needed. */
  public int limit() {
    return limit;
  }

  /** What one bin costs. */
  public long cost() {
    return cost;
  }

  @Override
  public String toString() {
    return Arrays.toString(capacity)
        + (limit == UNLIMITED ? "" : " x " + limit)
        + (cost == 1 ? "" : " at " + cost);
  }
}
