package dev.berth.placement;

import dev.berth.ConflictException;

/**
 * The nodes, what is placed on them, and everything that decisions look at and that follows from
 * the two. Each change of a node goes through here, so that all of it stays in step.
 */
final class Fleet {
  private final Nodes nodes;
  private final Demands demands;
  private final Groups groups = new Groups();
  private final Ports ports = new Ports();
  private final ChangeLog changes = new ChangeLog();
  private final Ordering ordering;
  private final Policy policy;
  private Grids grids;

  Fleet(Dimensions dimensions, Policy policy, long seed) {
    this.policy = policy;
    nodes = new Nodes(dimensions);
    demands = new Demands(nodes, groups, policy);
    ordering = new Ordering(nodes, seed);
    grids = new Grids(nodes);
  }

  Nodes nodes() {
    return nodes;
  }

  Demands demands() {
    return demands;
  }

  Groups groups() {
    return groups;
  }

  Ports ports() {
    return ports;
  }

  ChangeLog changes() {
    return changes;
  }

  Ordering ordering() {
    return ordering;
  }

  Policy policy() {
    return policy;
  }

  Grids grids() {
    return grids;
  }

  int join(NodeShape shape) {
    if (nodes.find(shape.name()) >= 0) {
      throw new ConflictException(
          "node '%s' is there already, with %s: change it, or choose another name"
              .formatted(shape.name(), nodes.shape(nodes.find(shape.name())).capacity()));
    }
    if (nodes.size() == Ledger.MOST) {
      throw new ConflictException(
          "node '%s' is one too many: there are %d".formatted(shape.name(), Ledger.MOST));
    }
    long[] row = nodes.dimensions().capacity(shape.name(), shape.capacity());
    int node = nodes.add(shape, row);
    entered(node);
    return node;
  }

  void reshape(int node, NodeShape shape) {
    long[] row = nodes.dimensions().capacity(shape.name(), shape.capacity());
    demands.leave(node);
    nodes.reshape(node, shape, row);
    entered(node);
  }

  private void entered(int node) {
    demands.enter(node);
    if (nodes.raiseScales(node)) {
      demands.rescale();
    }
    grids.enter(node);
    changes.add(node);
  }

  void leave(int node) {
    nodes.checkEmpty(node);
    demands.leave(node);
    nodes.remove(node);
    changed(node);
  }

  void drain(int node, boolean drained) {
    nodes.drain(node, drained);
    changed(node);
  }

  /** Counts one more resource from now on. */
  void widen(String resource) {
    nodes.widen(nodes.dimensions().with(resource));
    demands.layOut();
    grids = new Grids(nodes);
    for (int node = 0; node < nodes.limit(); node++) {
      if (nodes.exists(node)) {
        grids.enter(node);
      }
    }
  }

  /** The devices that a demand would be given, a bit each. */
  long devices(int node, PreparedDemand demand) {
    if (demand.gpuShare() > 0) {
      return 1L << ordering.device(demand, policy, node);
    }
    return demand.wholeGpus() == 0 ? 0 : nodes.devices().wholes(node, demand.wholeGpus());
  }

  /** The devices that one of the demand's placements holds, a bit each. */
  long heldDevices(int node, PreparedDemand demand) {
    int count = demand.gpuShare() > 0 ? 1 : demand.wholeGpus();
    return count == 0 ? 0 : nodes.devices().lastHeld(node, demand.id(), count);
  }

  /** Reserves on a node, whether it has room or not. */
  void reserve(int node, PreparedDemand demand, long devices) {
    demand.add(node);
    change(node, demand, devices, 1);
  }

  /**
   * Gives back what {@link #reserve} took.
   *
   * @throws ConflictException if the node has none of the demand; then nothing changes
   */
  void release(int node, PreparedDemand demand, long devices) {
    if (!demand.remove(node)) {
      throw new ConflictException(
          "node '%s' has no placement of %s to release: it has %d demands in all"
              .formatted(nodes.shape(node).name(), demand.demand().resources(), nodes.tasks(node)));
    }
    change(node, demand, devices, -1);
  }

  private void change(int node, PreparedDemand demand, long devices, int amount) {
    nodes.take(node, demand, amount);
    if (devices != 0) {
      int thousandths = demand.gpuShare() > 0 ? demand.gpuShare() : Dimensions.WHOLE_GPU;
      nodes.devices().take(node, devices, amount * thousandths, demand.id());
    }
    if (nodes.dimensions().hasGpus()) {
      nodes.followDevices(node);
    }
    if (demand.counted()) {
      demand.group().count(node, amount);
    }
    if (!demand.filterAlone()) {
      ports.add(node, demand, amount);
    }
    changed(node);
  }

  private void changed(int node) {
    grids.update(node);
    changes.add(node);
  }
}
