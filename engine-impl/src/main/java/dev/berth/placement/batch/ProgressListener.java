package dev.berth.placement.batch;

/** What is told whenever a better packing or a better bound was found, on the packing thread. */
@FunctionalInterface
public interface ProgressListener {
  /** A listener that does nothing. */
  ProgressListener NONE = progress -> {};

  /** Called with what is known now; what it throws ends the packing. */
  void improved(Progress progress);
}
