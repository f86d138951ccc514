package dev.berth.benchmarks.engine;

/** The heap of this process. */
public final class Heap {
  private Heap() {}

  /** The bytes that are still in use after a full collection. */
  public static long usedAfterCollection() {
    // The second one takes what the first one only made known as garbage.
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
