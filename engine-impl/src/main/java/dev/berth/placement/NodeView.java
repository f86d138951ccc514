package dev.berth.placement;

/** What a policy sees of a node; valid only during the call. */
public interface NodeView {
  /** Where the node stands in the order that breaks ties. */
  int index();

  /** The node's name. */
  String name();

  /** How many resources there are: CPU, memory, then others as configured. */
  int dimensions();

  /** All there is of a resource. */
  long capacity(int dimension);

  /** What is free of a resource before placing. */
  long free(int dimension);

  /** 1 / the largest capacity of that dimension in the cluster. */
  double scale(int dimension);

  /** How many GPU devices the node has. */
  int devices();

  /** What is free of a GPU device before placing, of 1,000 thousandths. */
  int deviceFree(int device);

  /** What the node says of itself under a name, such as its GPU model; empty if nothing. */
  String attribute(String name);
}
