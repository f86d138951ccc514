package dev.berth.placement.batch;

/**
 * The packer of vectors: packs the items of a batch into bins that cost as little as possible,
 * better the longer it runs.
 */
public final class VectorPacker {
  private VectorPacker() {}

  /** The best packing found within a budget. */
  public static VectorPacking pack(VectorBatch batch, Budget budget) {
    return pack(batch, budget, ProgressListener.NONE);
  }

  /** The best packing found within a budget, with a listener that follows it. */
  public static VectorPacking pack(VectorBatch batch, Budget budget, ProgressListener listener) {
    Measures measures = new Measures(batch);
    Construction construction = new Construction(batch, measures);
    Search search =
        new Search(batch, budget, listener, construction.firstFit(Measures.Norm.SCARCE_SQUARES));
    search.tell();
    search.raise(VolumeBound.of(batch));
    for (Measures.Norm norm : Measures.Norm.values()) {
      if (!search.over()) {
        search.offer(construction.firstFit(norm));
        search.offer(construction.bestFit(norm, search));
      }
    }
    if (!search.over() && search.best().bins() > 0) {
      new Improvement(search, construction, measures).run();
    }
    Layout best = search.best();
    construction.fillUp(best, Long.MAX_VALUE);
    return new VectorPacking(batch, best.assignment(), best.types(), search.lowerBound());
  }
}
