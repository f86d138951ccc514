package dev.berth.placement.batch;

import java.util.stream.IntStream;

/**
 * The heuristics that build a packing from nothing: items in decreasing order to the first or the
 * best bin, or bin by bin with the item that fills it best.
 */
final class Construction {
  private final VectorBatch batch;
  private final Measures measures;
  private final int dimensions;

  Construction(VectorBatch batch, Measures measures) {
    this.batch = batch;
    this.measures = measures;
    this.dimensions = batch.dimensions();
  }

  /** Items in decreasing order, each to the first bin that has room. */
  Layout firstFit(Measures.Norm norm) {
    Layout layout = new Layout(batch);
    fill(layout, decreasing(measures.sizes(norm)), Long.MAX_VALUE);
    return layout;
  }

  /** First fit for what is nowhere yet, with new bins as long as all cost at most {@code most}. */
  void fillUp(Layout layout, long most) {
    fill(layout, decreasing(measures.sizes(Measures.Norm.SCARCE_SQUARES)), most);
  }

  private void fill(Layout layout, int[] order, long most) {
    RoomIndex index = new RoomIndex(layout);
    int from = 0;
    int previous = -1;
    for (int item : order) {
      if (layout.binOf(item) == VectorPacking.NOWHERE) {
        // what a twin did not fit into has not grown since
        from = index.first(item, previous >= 0 && twins(previous, item) ? from : 0);
        previous = item;
        if (from < layout.bins() || openFor(item, layout, most)) {
          layout.put(item, from);
          index.changed(from);
        }
      }
    }
  }

  /**
   * Items in decreasing order, each to the bin that it leaves fullest; not all if the budget ends.
   */
  Layout bestFit(Measures.Norm norm, Search search) {
    Layout layout = new Layout(batch);
    for (int item : decreasing(measures.sizes(norm))) {
      search.spend(1 + layout.bins() * dimensions / 200);
      if (search.over()) {
        return layout;
      }
      int best = layout.bins();
      double least = Double.POSITIVE_INFINITY;
      for (int bin = 0; bin < layout.bins(); bin++) {
        if (layout.fits(item, bin)) {
          double left = left(layout, bin);
          if (left < least) {
            least = left;
            best = bin;
          }
        }
      }
      if (best < layout.bins() || openFor(item, layout, Long.MAX_VALUE)) {
        layout.put(item, best);
      }
    }
    return layout;
  }

  private double left(Layout layout, int bin) {
    double left = 0;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      left +=
          layout.free()[bin * dimensions + dimension]
              * measures.scarcity()[dimension]
              / Math.max(1, measures.reference()[dimension]);
    }
    return left;
  }

  private boolean twins(int one, int other) {
    for (int dimension = 0; dimension < dimensions; dimension++) {
      if (batch.size(one, dimension) != batch.size(other, dimension)) {
        return false;
      }
    }
    return true;
  }

  /** Opens the bin that gives most for its cost among those that can take the item. */
  private boolean openFor(int item, Layout layout, long most) {
    int best = -1;
    double cheapest = Double.POSITIVE_INFINITY;
    for (int type = 0; type < batch.types().size(); type++) {
      boolean affordable = batch.types().get(type).cost() <= most - layout.cost();
      if (affordable && layout.mayOpen(type) && batch.fitsEmpty(item, type)) {
        double price = price(type);
        if (price < cheapest) {
          cheapest = price;
          best = type;
        }
      }
    }
    if (best >= 0) {
      layout.open(best);
    }
    return best >= 0;
  }

  private double price(int type) {
    double worth = 0;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      worth +=
          batch.types().get(type).capacity(dimension)
              * measures.scarcity()[dimension]
              / Math.max(1, measures.reference()[dimension]);
    }
    return batch.types().get(type).cost() / Math.max(1e-9, worth);
  }

  /** The items' numbers by decreasing size; among equals the smaller number first. */
  static int[] decreasing(double[] sizes) {
    return IntStream.range(0, sizes.length)
        .boxed()
        .sorted((one, other) -> Double.compare(sizes[other], sizes[one]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
