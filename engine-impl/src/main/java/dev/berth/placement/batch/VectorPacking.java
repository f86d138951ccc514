package dev.berth.placement.batch;

/** A packing, in numbers: which bin holds an item, and what type a bin is of. */
public final class VectorPacking {
  /** The bin of an item that found no room. */
  public static final int NOWHERE = -1;

  private final int[] binOf;
  private final int[] typeOf;
  private final int unpacked;
  private final long cost;
  private final long lowerBound;

  VectorPacking(VectorBatch batch, int[] binOf, int[] typeOf, long lowerBound) {
    this.binOf = binOf.clone();
    this.typeOf = typeOf.clone();
    this.lowerBound = lowerBound;
    long sum = 0;
    for (int type : typeOf) {
      sum += batch.types().get(type).cost();
    }
    this.cost = sum;
    int nowhere = 0;
    for (int bin : binOf) {
      nowhere += bin == NOWHERE ? 1 : 0;
    }
    this.unpacked = nowhere;
  }

  /** How many bins are used; none of them is empty. */
  public int bins() {
    return typeOf.length;
  }

  /** The bin that holds an item, {@link #NOWHERE} if the limits leave no room for it. */
  public int binOf(int item) {
    return binOf[item];
  }

  /** The index of a bin's type among {@link VectorBatch#types()}. */
  public int typeOf(int bin) {
    return typeOf[bin];
  }

  /** How many items found no room in the bins there are. */
  public int unpacked() {
    return unpacked;
  }

  /** What the used bins cost. */
  public long cost() {
    return cost;
  }

  /** What every packing of all items costs at least. */
  public long lowerBound() {
    return lowerBound;
  }

  /** Whether it is proven that no packing of all items costs less. */
  public boolean optimal() {
    return unpacked == 0 && cost == lowerBound;
  }

  int[] binOf() {
    return binOf;
  }

  int[] typeOf() {
    return typeOf;
  }
}
