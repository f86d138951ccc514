package dev.berth.examples.placement;

import static dev.berth.model.PlacementConstraint.distinctInstance;
import static dev.berth.model.PlacementConstraint.memberOf;
import static dev.berth.model.PlacementStrategy.spread;

import dev.berth.model.Resources;
import dev.berth.model.Taint;
import dev.berth.model.TaintEffect;
import dev.berth.model.Toleration;
import dev.berth.model.TopologySpread;
import dev.berth.placement.Demand;
import dev.berth.placement.NodeShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A made cluster of 240 nodes in three zones, and the services that are to run on it. */
final class SampleCluster {
  static final List<String> ZONES = List.of("a", "b", "c");

  private static final TopologySpread EVEN = TopologySpread.required(1, "zone");

  private SampleCluster() {}

  static List<NodeShape> nodes() {
    List<NodeShape> nodes = new ArrayList<>();
    for (String zone : ZONES) {
      for (NodeType type : NodeType.values()) {
        for (int number = 1; number <= type.inEachZone(); number++) {
          nodes.add(node(zone, type, number));
        }
      }
    }
    return nodes;
  }

  private static NodeShape node(String zone, NodeType type, int number) {
    String name = String.format(Locale.ROOT, "%s-%s%02d", type.label(), zone, number);
    NodeShape node =
        NodeShape.of(name, type.capacity())
            .with(Map.of("zone", zone, "type", type.label()))
            .with(Map.of("disk", type == NodeType.LARGE && number <= 5 ? "ssd" : "hdd"));
    return type == NodeType.GPU
        ? node.taintedWith(List.of(Taint.of("gpu", TaintEffect.NO_SCHEDULE)))
        : node;
  }

  /** The most constrained first, because what may go anywhere finds room beside it. */
  static List<Service> services() {
    return List.of(
        new Service(
            "database",
            14,
            "#4e79a7",
            demand("database", 8, 32)
                .constraint(distinctInstance())
                .constraint(memberOf("attribute:disk == ssd"))
                .spreads(EVEN)
                .priority(90)
                .build()),
        new Service("training", 12, "#b07aa1", gpuDemand("training", 8, 48, 2, 0).build()),
        new Service("inference", 48, "#e15759", gpuDemand("inference", 2, 8, 0, 250).build()),
        new Service(
            "notebook", 20, "#ff9da7", gpuDemand("notebook", 1, 4, 0, 500).priority(0).build()),
        new Service(
            "search",
            36,
            "#f28e2b",
            demand("search", 4, 16).constraint(distinctInstance()).spreads(EVEN).build()),
        new Service(
            "cache",
            90,
            "#76b7b2",
            demand("cache", 0.5, 6).strategies(spread("attribute:zone")).build()),
        new Service(
            "queue",
            48,
            "#9c755f",
            demand("queue", 2, 4)
                .strategies(spread("attribute:zone"), spread("instanceId"))
                .build()),
        new Service(
            "api",
            300,
            "#59a14f",
            demand("api", 1, 2).strategies(spread("attribute:zone")).build()),
        new Service(
            "web",
            400,
            "#edc948",
            demand("web", 0.5, 1).strategies(spread("attribute:zone")).build()),
        new Service("batch", 520, "#bab0ac", demand("batch", 1, 4).priority(0).build()));
  }

  /**
   * A service for each task that arrives: those that may go to few nodes first, all others mixed.
   */
  static List<Service> arrivals() {
    List<Service> first = new ArrayList<>();
    List<Service> then = new ArrayList<>();
    for (Service service : services()) {
      boolean choosy = service.demand().distinct() || !service.demand().tolerations().isEmpty();
      (choosy ? first : then).addAll(Collections.nCopies(service.tasks(), service));
    }
    Collections.shuffle(then, new Random(1));
    first.addAll(then);
    return first;
  }

  /** Needs a fast disk or a GPU node, and nearly all of that. */
  static Demand warehouse() {
    return demand("warehouse", 30, 120)
        .tolerations(Toleration.exists("gpu"))
        .constraint(memberOf("attribute:disk == ssd or attribute:type == gpu"))
        .build();
  }

  /** Needs a GPU node nearly for itself, and is more important than what runs there. */
  static Demand urgentTraining() {
    return gpuDemand("urgent-training", 8, 32, 3, 0).priority(100).build();
  }

  private static Demand.Builder demand(String group, double cpus, int gibibytes) {
    return Demand.builder(Resources.of((long) (1_024 * cpus), 1_024L * gibibytes))
        .group(group)
        .priority(50);
  }

  private static Demand.Builder gpuDemand(
      String group, int cpus, int gibibytes, int gpus, int thousandths) {
    return Demand.builder(
            Resources.of(1_024L * cpus, 1_024L * gibibytes)
                .with(Resources.GPU, gpus)
                .with(Resources.GPU_SHARE, thousandths))
        .group(group)
        .tolerations(Toleration.exists("gpu"))
        .priority(50);
  }
}
