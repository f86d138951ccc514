package dev.berth.placement;

import dev.berth.model.Resources;
import java.util.List;

/** What a node's GPUs could hold at all, whichever device each placement has. */
final class GpuBook {
  private final long devices;
  private long used;

  GpuBook(NodeShape shape, List<Book.Entry> placed) {
    devices = shape.capacity().get(Resources.GPU);
    for (Book.Entry entry : placed) {
      used += thousandths(entry.demand());
    }
  }

  private static long thousandths(Demand demand) {
    return 1_000 * demand.resources().get(Resources.GPU)
        + demand.resources().get(Resources.GPU_SHARE);
  }

  boolean mayTake(Demand demand) {
    return thousandths(demand) == 0 || used + thousandths(demand) <= 1_000 * devices;
  }
}
