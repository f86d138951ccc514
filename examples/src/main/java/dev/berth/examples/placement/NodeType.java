package dev.berth.examples.placement;

import dev.berth.model.Resources;

/** A size of node, and how many of it each zone has. */
enum NodeType {
  SMALL(32, 4, 16, 0),
  MEDIUM(32, 8, 32, 0),
  LARGE(12, 16, 64, 0),
  GPU(4, 32, 128, 4);

  private final int inEachZone;
  private final int cpus;
  private final int gibibytes;
  private final int gpus;

  NodeType(int inEachZone, int cpus, int gibibytes, int gpus) {
    this.inEachZone = inEachZone;
    this.cpus = cpus;
    this.gibibytes = gibibytes;
    this.gpus = gpus;
  }

  int inEachZone() {
    return inEachZone;
  }

  int gpus() {
    return gpus;
  }

  Resources capacity() {
    return Resources.of(1_024L * cpus, 1_024L * gibibytes).with(Resources.GPU, gpus);
  }

  /** What nodes of this type are called, before zone and number. */
  String label() {
    return switch (this) {
      case SMALL -> "small";
      case MEDIUM -> "medium";
      case LARGE -> "large";
      case GPU -> "gpu";
    };
  }

  /** The size in words. */
  String size() {
    String size = "%d vCPU, %d GiB".formatted(cpus, gibibytes);
    return gpus == 0 ? size : size + ", %d GPUs".formatted(gpus);
  }
}
