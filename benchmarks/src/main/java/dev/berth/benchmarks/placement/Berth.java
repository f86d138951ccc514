package dev.berth.benchmarks.placement;

import dev.berth.model.PlacementConstraint;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.Resources;
import dev.berth.placement.Demand;
import dev.berth.placement.NodeShape;
import dev.berth.placement.Placer;
import dev.berth.placement.PreparedDemand;
import java.util.Map;

/** Berth's placement core with best fit: each service is prepared once, nodes are indices. */
final class Berth implements Subject {
  private final Placer placer;
  private final PreparedDemand[] demands;

  Berth(Workload workload) {
    placer =
        Placer.builder()
            .dimensions(
                Workload.DIMENSIONS
                    .subList(0, workload.scenario().dimensions())
                    .toArray(String[]::new))
            .build();
    for (Machine machine : workload.machines()) {
      placer.addNode(
          NodeShape.of(machine.name(), resources(machine.capacity()))
              .with(Map.of("zone", machine.zone(), "architecture", machine.architecture())));
    }
    boolean constrained = workload.scenario().constrained();
    demands =
        workload.services().stream()
            .map(service -> placer.prepare(demand(service, constrained)))
            .toArray(PreparedDemand[]::new);
  }

  /** Makes placers. */
  record Maker() implements Subject.Maker {
    @Override
    public String name() {
      return "Berth";
    }

    @Override
    public boolean attempts(Scenario scenario) {
      return true;
    }

    @Override
    public Subject make(Workload workload) {
      return new Berth(workload);
    }
  }

  private static Demand demand(Service service, boolean constrained) {
    Demand.Builder demand =
        Demand.builder(resources(service.demand())).group("service:" + service.number());
    if (constrained) {
      demand
          .constraint(
              PlacementConstraint.memberOf("attribute:architecture == " + service.architecture()))
          .constraint(PlacementConstraint.distinctInstance())
          .strategies(PlacementStrategy.spread("attribute:zone"));
    }
    return demand.build();
  }

  private static Resources resources(Amounts amounts) {
    Resources resources = Resources.NONE;
    for (int dimension = 0; dimension < amounts.dimensions(); dimension++) {
      resources = resources.with(Workload.DIMENSIONS.get(dimension), amounts.get(dimension));
    }
    return resources;
  }

  @Override
  public void put(int node, int service) {
    placer.reserve(node, demands[service]);
  }

  @Override
  public int place(int service) {
    return placer.place(demands[service]);
  }

  @Override
  public void release(int node, int service) {
    placer.release(node, demands[service]);
  }
}
