package dev.berth.placement.guide;

import dev.berth.model.Resources;
import dev.berth.placement.batch.BatchPacker;
import dev.berth.placement.batch.Packing;

/** Batch mode in eight lines. */
final class BatchSteps {
  private BatchSteps() {}

  static String packAll() {
    Packing packing =
        new BatchPacker()
            .nodeType("small", Resources.of(4_096, 16_384))
            .nodeType("large", Resources.of(16_384, 65_536), 10, 4)
            .demand("web", Resources.of(512, 1_024), 40)
            .demand("database", Resources.of(3_072, 12_288), 3)
            .pack();
    return packing.nodesByType() + ", cost " + packing.cost();
  }
}
