package dev.berth.placement.batch;

/**
 * The search for room for every item in the bins there are, by putting in what is outside and
 * ejecting what is least hard to place.
 *
 * <p>How hard an item is to place is learned: each time it finds no room it counts for more, so
 * that it stays where it is, once it is inside, and easier items have to leave. Without that the
 * search would eject the same few items for each other forever.
 */
final class EjectionSearch {
  /** So much harder an item gets with each failure, as a share of its size. */
  private static final double LESSON = 0.3;

  /** What was put in a few moves ago counts for so many times its hardness. */
  private static final double NEWCOMER = 8;

  /** In bins with more members only single ones are looked at, for there are too many pairs. */
  private static final int MOST_FOR_PAIRS = 120;

  /** In bins with more members no three are looked at. */
  private static final int MOST_FOR_TRIPLES = 24;

  private static final int SHORTEST_STAY = 3;
  private static final int STAY_SPREAD = 8;
  private static final int SWAPS_PER_MOVE = 10;

  private final Search search;
  private final Layout layout;
  private final Chance chance;
  private final int dimensions;
  private final long[] sizes;

  /** How hard each item is to place: its size at first, more with each failure. */
  private final double[] hardness;

  private final double[] increment;

  /** Up to which move each item counts as put in just now. */
  private final long[] newUntil;

  private final int[] outside;
  private int outsideCount;

  /** What the item at hand lacks in the bin that is looked at. */
  private final long[] need;

  private long moves;
  private final int[] ejected = new int[3];
  private int ejectedCount;
  private int chosenBin;
  private double least;
  private boolean calm;

  EjectionSearch(Search search, Layout layout, double[] itemSizes, Chance chance) {
    this.search = search;
    this.layout = layout;
    this.chance = chance;
    this.dimensions = layout.batch().dimensions();
    this.sizes = layout.batch().sizes();
    int items = layout.batch().items();
    this.hardness = new double[items];
    this.increment = new double[items];
    this.newUntil = new long[items];
    this.outside = new int[items];
    this.need = new long[dimensions];
    double mean = 0;
    for (double size : itemSizes) {
      mean += size / items;
    }
    for (int item = 0; item < items; item++) {
      hardness[item] = 0.05 + (mean > 0 ? itemSizes[item] / mean : 1);
      increment[item] = hardness[item] * LESSON;
    }
  }

  /** Moves nothing from now on that does not make room for something else. */
  void calmDown() {
    calm = true;
  }

  Layout layout() {
    return layout;
  }

  /** Closes the bin whose members are least hard to place elsewhere. */
  void closeOne() {
    int easiest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int bin = 0; bin < layout.bins(); bin++) {
      double sum = 0;
      for (int slot = 0; slot < layout.count(bin); slot++) {
        sum += hardness[layout.members(bin)[slot]];
      }
      if (sum < least) {
        least = sum;
        easiest = bin;
      }
    }
    layout.close(easiest);
  }

  /** Searches for a number of steps; whether every item found room. */
  boolean run(long steps) {
    outsideCount = 0;
    for (int item = 0; item < hardness.length; item++) {
      if (layout.binOf(item) == VectorPacking.NOWHERE) {
        outside[outsideCount++] = item;
      }
    }
    long end = search.steps() + steps;
    while (outsideCount > 0 && search.steps() < end && !search.over()) {
      search.spend(2 + layout.bins() * dimensions / 64);
      move();
    }
    return outsideCount == 0;
  }

  private void move() {
    moves++;
    int index = chance.below(outsideCount);
    int item = outside[index];
    int bin = roomFor(item);
    if (bin >= 0) {
      outside[index] = outside[--outsideCount];
      layout.put(item, bin);
      if (outsideCount < search.best().unpacked()) {
        search.offer(layout);
      }
      return;
    }
    hardness[item] += increment[item];
    least = Double.POSITIVE_INFINITY;
    int start = chance.below(layout.bins());
    for (int offset = 0; offset < layout.bins(); offset++) {
      int candidate = start + offset;
      candidate -= candidate >= layout.bins() ? layout.bins() : 0;
      ejectionFrom(candidate, item);
    }
    if (ejectedCount == 0 || least == Double.POSITIVE_INFINITY) {
      return;
    }
    outside[index] = outside[--outsideCount];
    for (int rank = 0; rank < ejectedCount; rank++) {
      layout.take(ejected[rank]);
      outside[outsideCount++] = ejected[rank];
    }
    layout.put(item, chosenBin);
    newUntil[item] = moves + SHORTEST_STAY + chance.below(STAY_SPREAD);
    if (!calm) {
      shake();
    }
  }

  /** A bin that has room, any of those. */
  private int roomFor(int item) {
    int start = chance.below(layout.bins());
    for (int offset = 0; offset < layout.bins(); offset++) {
      int bin = start + offset;
      bin -= bin >= layout.bins() ? layout.bins() : 0;
      if (layout.fits(item, bin)) {
        return bin;
      }
    }
    return -1;
  }

  /** Looks for up to three members that are less hard to place than any found so far. */
  private void ejectionFrom(int bin, int item) {
    int[] members = layout.members(bin);
    int count = layout.count(bin);
    long[] free = layout.free();
    for (int dimension = 0; dimension < dimensions; dimension++) {
      need[dimension] = sizes[item * dimensions + dimension] - free[bin * dimensions + dimension];
    }
    for (int first = 0; first < count; first++) {
      double one = weight(members[first]);
      if (one >= least) {
        continue;
      }
      if (covers(members[first])) {
        keep(bin, one, members[first], -1, -1);
        continue;
      }
      for (int second = first + 1; second < count && count <= MOST_FOR_PAIRS; second++) {
        double two = one + weight(members[second]);
        if (two >= least) {
          continue;
        }
        if (covers(members[first], members[second])) {
          keep(bin, two, members[first], members[second], -1);
          continue;
        }
        for (int third = second + 1; third < count && count <= MOST_FOR_TRIPLES; third++) {
          double three = two + weight(members[third]);
          if (three < least && covers(members[first], members[second], members[third])) {
            keep(bin, three, members[first], members[second], members[third]);
          }
        }
      }
    }
  }

  private double weight(int item) {
    return newUntil[item] > moves ? hardness[item] * NEWCOMER : hardness[item];
  }

  private void keep(int bin, double weight, int first, int second, int third) {
    least = weight;
    chosenBin = bin;
    ejected[0] = first;
    ejected[1] = second;
    ejected[2] = third;
    ejectedCount = third >= 0 ? 3 : second >= 0 ? 2 : 1;
  }

  private boolean covers(int one) {
    for (int dimension = 0; dimension < dimensions; dimension++) {
      if (sizes[one * dimensions + dimension] < need[dimension]) {
        return false;
      }
    }
    return true;
  }

  private boolean covers(int one, int two) {
    for (int dimension = 0; dimension < dimensions; dimension++) {
      if (sizes[one * dimensions + dimension] + sizes[two * dimensions + dimension]
          < need[dimension]) {
        return false;
      }
    }
    return true;
  }

  private boolean covers(int one, int two, int three) {
    for (int dimension = 0; dimension < dimensions; dimension++) {
      if (sizes[one * dimensions + dimension]
              + sizes[two * dimensions + dimension]
              + sizes[three * dimensions + dimension]
          < need[dimension]) {
        return false;
      }
    }
    return true;
  }

  /** Swaps members of bins that stay within their capacity, so that the search does not circle. */
  private void shake() {
    for (int attempt = 0; attempt < SWAPS_PER_MOVE; attempt++) {
      int bin = chance.below(layout.bins());
      int other = chance.below(layout.bins());
      if (bin == other || layout.count(bin) == 0) {
        continue;
      }
      int item = layout.members(bin)[chance.below(layout.count(bin))];
      int slot = chance.below(layout.count(other) + 1);
      int partner = slot < layout.count(other) ? layout.members(other)[slot] : -1;
      if (exchangeable(item, bin, partner, other)) {
        layout.take(item);
        if (partner >= 0) {
          layout.take(partner);
          layout.put(partner, bin);
        }
        layout.put(item, other);
      }
    }
  }

  private boolean exchangeable(int item, int bin, int partner, int other) {
    long[] free = layout.free();
    for (int dimension = 0; dimension < dimensions; dimension++) {
      long more = sizes[item * dimensions + dimension];
      more -= partner >= 0 ? sizes[partner * dimensions + dimension] : 0;
      if (more > free[other * dimensions + dimension]
          || -more > free[bin * dimensions + dimension]) {
        return false;
      }
    }
    return true;
  }
}
