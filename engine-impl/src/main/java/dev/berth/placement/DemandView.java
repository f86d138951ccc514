package dev.berth.placement;

/** What a policy sees of a demand. */
public interface DemandView {
  /** What it asks of a dimension; GPUs are none. */
  long amount(int dimension);

  /** How many whole GPUs it asks for. */
  int wholeGpus();

  /** What it asks of one GPU, 1 to 999 thousandths, or 0. */
  int gpuShare();
}
