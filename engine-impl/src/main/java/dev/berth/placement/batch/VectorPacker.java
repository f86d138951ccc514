package dev.berth.placement.batch;

/**
 * The packer of vectors: packs the items of a batch into bins that cost as little as possible,
 * better the longer it runs.
 *
 * <p>What it does, in this order, until the budget ends or the packing is proven optimal:
 *
 * <ol>
 *   <li>First fit and best fit in decreasing order, by several measures of a vector's size,
 *       weighted by how scarce each dimension is (Panigrahy, Talwar, Uyeda, Wieder, <i>Heuristics
 *       for Vector Bin Packing</i>, 2011).
 *   <li>Ejection: a bin is closed, and its items are forced into others, which eject what failed
 *       least often so far, until all have found room. The counts of failures guide it, swaps that
 *       cost nothing keep it moving (after Nagata, Br&auml;ysy, <i>A powerful route minimization
 *       heuristic for the vehicle routing problem with time windows</i>, 2009, and
 *       Buljuba&scaron;i&#263;, Vasquez, <i>Consistent neighborhood search for one-dimensional bin
 *       packing and two-dimensional vector packing</i>, 2016).
 *   <li>Column generation: a linear program mixes patterns, ways to fill one bin; its prices tell a
 *       branch and bound which pattern is missing (Gilmore, Gomory, <i>A linear programming
 *       approach to the cutting-stock problem</i>, 1961). Once none is missing, the prices prove a
 *       bound.
 *   <li>Dives from that mix, each with other chances, and ejection from where a dive got stuck.
 * </ol>
 *
 * <p>The order and the length of these parts do not depend on the budget: more steps only go on
 * where fewer ended, so that a packing never gets worse. Equal items are one kind to the linear
 * program, which therefore copes with many replicas of few kinds; beyond 1,200 kinds it is left
 * out.
 */
public final class VectorPacker {
  /** Best fit looks at every bin for every item; with more looks than that it is left out. */
  private static final long MOST_COMPARISONS = 30_000_000;

  private VectorPacker() {}

  /** The best packing found within a budget. */
  public static VectorPacking pack(VectorBatch batch, Budget budget) {
    return pack(batch, budget, ProgressListener.NONE);
  }

  /** The best packing found within a budget, with a listener that follows it. */
  public static VectorPacking pack(VectorBatch batch, Budget budget, ProgressListener listener) {
    Search search = new Search(batch, budget, listener, new Layout(batch));
    Measures measures = new Measures(batch);
    Construction construction = new Construction(batch, measures);
    search.offer(construction.firstFit(Measures.Norm.SCARCE_SQUARES));
    search.raise(VolumeBound.of(batch));
    for (Measures.Norm norm : Measures.Norm.values()) {
      search.spend(batch.items() / 4);
      if (!search.over()) {
        search.offer(construction.firstFit(norm));
        if (comparisons(search.best()) < MOST_COMPARISONS) {
          search.offer(construction.bestFit(norm, search));
        }
      }
    }
    if (!search.over() && search.best().bins() > 0) {
      new Improvement(search, construction, measures).run();
    }
    if (search.best().unpacked() > 0) {
      // the budget may have ended just before an item was put where others had made room
      Layout filled = search.best().copy();
      construction.fillUp(filled, Long.MAX_VALUE);
      search.offer(filled);
    }
    Layout best = search.best();
    return new VectorPacking(batch, best.assignment(), best.types(), search.lowerBound());
  }

  private static long comparisons(Layout layout) {
    return (long) layout.bins() * layout.batch().items();
  }
}
