package dev.berth.placement;

/** What a policy sees of a node, before it takes the demand; valid during the call only. */
public interface NodeView {
  /** The node's index, which is the last tie-break. */
  int index();

  /** The node's name. */
  String name();

  /** How many dimensions there are, in the order the placer was given them; GPUs are none. */
  int dimensions();

  /** All of a dimension. */
  long capacity(int dimension);

  /** What is free of a dimension, 0 or more where the demand asks for it. */
  long free(int dimension);

  /** 1 divided by the largest capacity of a dimension among the nodes that ever joined, or 0. */
  double scale(int dimension);

  /** How many GPUs the node has. */
  int devices();

  /** 1 divided by the thousandths of all GPUs of the node that has the most, or 0. */
  double deviceScale();

  /** What is free of a GPU, in thousandths. */
  int deviceFree(int device);

  /** An attribute's value, or the empty string. */
  String attribute(String attribute);
}
