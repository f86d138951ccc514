package dev.berth.benchmarks.placement;

import java.util.BitSet;
import java.util.List;

/**
 * What one writes in an afternoon: looks at every node and takes the fullest that has room, by the
 * mean of its processors and memory, as Fenzo's packer does; of equals the first.
 */
final class LinearScan implements Subject {
  private final Workload workload;
  private final int nodes;
  private final int dimensions;

  /** What is free, dimension after dimension. */
  private final long[][] free;

  private final double[] perProcessor;
  private final double[] perMemory;
  private final int[] zoneOf;
  private final BitSet arm = new BitSet();

  /** Per service: the nodes that hold a task of it, and how many tasks each zone has. */
  private final BitSet[] holders;

  private final int[][] inZone;

  LinearScan(Workload workload) {
    this.workload = workload;
    List<Machine> machines = workload.machines();
    this.nodes = machines.size();
    this.dimensions = workload.scenario().dimensions();
    this.free = new long[dimensions][nodes];
    this.perProcessor = new double[nodes];
    this.perMemory = new double[nodes];
    this.zoneOf = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      Machine machine = machines.get(node);
      for (int dimension = 0; dimension < dimensions; dimension++) {
        free[dimension][node] = machine.capacity().get(dimension);
      }
      perProcessor[node] = 1.0 / machine.capacity().get(0);
      perMemory[node] = 1.0 / machine.capacity().get(1);
      zoneOf[node] = Workload.ZONES.indexOf(machine.zone());
      arm.set(node, machine.architecture().equals("arm64"));
    }
    int services = workload.scenario().constrained() ? workload.services().size() : 0;
    this.holders = new BitSet[services];
    this.inZone = new int[services][Workload.ZONES.size()];
    for (int service = 0; service < services; service++) {
      holders[service] = new BitSet(nodes);
    }
  }

  /** Makes linear scans. */
  record Maker() implements Subject.Maker {
    @Override
    public String name() {
      return "linear scan";
    }

    @Override
    public boolean attempts(Scenario scenario) {
      return true;
    }

    @Override
    public Subject make(Workload workload) {
      return new LinearScan(workload);
    }
  }

  @Override
  public void put(int node, int service) {
    add(node, service, -1);
    if (workload.scenario().constrained()) {
      holders[service].set(node);
      inZone[service][zoneOf[node]]++;
    }
  }

  @Override
  public void release(int node, int service) {
    add(node, service, 1);
    if (workload.scenario().constrained()) {
      holders[service].clear(node);
      inZone[service][zoneOf[node]]--;
    }
  }

  @Override
  public int place(int service) {
    int node = workload.scenario().constrained() ? chooseConstrained(service) : chooseAny(service);
    if (node != NOWHERE) {
      put(node, service);
    }
    return node;
  }

  private int chooseAny(int service) {
    long[] needs = workload.services().get(service).demand().toArray();
    long[] processors = free[0];
    long[] memory = free[1];
    int best = NOWHERE;
    double least = Double.MAX_VALUE;
    for (int node = 0; node < nodes; node++) {
      if (processors[node] >= needs[0] && memory[node] >= needs[1]) {
        double cost = processors[node] * perProcessor[node] + memory[node] * perMemory[node];
        if (cost < least && fitsTheRest(node, needs)) {
          least = cost;
          best = node;
        }
      }
    }
    return best;
  }

  private int chooseConstrained(int service) {
    Service asked = workload.services().get(service);
    long[] needs = asked.demand().toArray();
    boolean wantsArm = asked.architecture().equals("arm64");
    int best = NOWHERE;
    int fewest = Integer.MAX_VALUE;
    double least = Double.MAX_VALUE;
    for (int node = 0; node < nodes; node++) {
      if (free[0][node] >= needs[0]
          && free[1][node] >= needs[1]
          && arm.get(node) == wantsArm
          && !holders[service].get(node)
          && fitsTheRest(node, needs)) {
        int there = inZone[service][zoneOf[node]];
        // Least where most is used.
        double cost = free[0][node] * perProcessor[node] + free[1][node] * perMemory[node];
        if (there < fewest || (there == fewest && cost < least)) {
          fewest = there;
          least = cost;
          best = node;
        }
      }
    }
    return best;
  }

  private boolean fitsTheRest(int node, long[] needs) {
    for (int dimension = 2; dimension < dimensions; dimension++) {
      if (free[dimension][node] < needs[dimension]) {
        return false;
      }
    }
    return true;
  }

  private void add(int node, int service, int sign) {
    Amounts demand = workload.services().get(service).demand();
    for (int dimension = 0; dimension < dimensions; dimension++) {
      free[dimension][node] += sign * demand.get(dimension);
    }
  }
}
