package dev.berth.placement;

/** The view of one node after the other, so that a decision allocates nothing. */
final class NodeCursor implements NodeView {
  private final Nodes nodes;
  private int node;

  NodeCursor(Nodes nodes) {
    this.nodes = nodes;
  }

  void moveTo(int index) {
    node = index;
  }

  @Override
  public int index() {
    return node;
  }

  @Override
  public String name() {
    return nodes.shape(node).name();
  }

  @Override
  public int dimensions() {
    return nodes.dimensions().withoutGpus();
  }

  @Override
  public long capacity(int dimension) {
    return nodes.capacity(node, dimension);
  }

  @Override
  public long free(int dimension) {
    return nodes.free(node, dimension);
  }

  @Override
  public double scale(int dimension) {
    return nodes.scale(dimension);
  }

  @Override
  public int devices() {
    return nodes.dimensions().hasGpus() ? nodes.devices().count(node) : 0;
  }

  @Override
  public double deviceScale() {
    return nodes.dimensions().hasGpus() ? nodes.scale(nodes.dimensions().gpu()) : 0;
  }

  @Override
  public int deviceFree(int device) {
    return nodes.devices().free(node, device);
  }

  @Override
  public String attribute(String attribute) {
    return nodes.shape(node).attribute(attribute);
  }
}
