package dev.berth.placement;

/** What a policy sees of a demand. */
public interface DemandView {
  /** What it reserves of a resource. */
  long amount(int dimension);

  /** How many GPU devices it takes for itself alone. */
  int wholeGpus();

  /** The thousandths of one device that it takes, 1 to 999; 0 if none. */
  int gpuShare();

  /** Whether its constraints allow the node. */
  boolean allows(NodeView node);
}
