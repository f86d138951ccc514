package dev.berth.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.PlacementConstraint;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.Resources;
import dev.berth.placement.Placement.Placed;
import dev.berth.placement.Placement.Unplaced;
import dev.berth.view.PlacementExplanation;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the specification of the placer says again and again, in few words. */
final class Ask {
  private Ask() {}

  static NodeShape node(String name, long cpu, long memory) {
    return NodeShape.of(name, Resources.of(cpu, memory));
  }

  static NodeShape inZone(String zone, NodeShape node) {
    return node.with(Map.of("zone", zone));
  }

  static NodeShape gpuNode(String name, long gpus) {
    return NodeShape.of(name, Resources.of(100, 100).with(Resources.GPU, gpus));
  }

  static Demand demand(long cpu, long memory) {
    return Demand.of(Resources.of(cpu, memory));
  }

  static Demand.Builder group(String group) {
    return Demand.builder(Resources.of(1, 1)).group(group);
  }

  static Demand by(PlacementStrategy... strategies) {
    return group("web").strategies(strategies).build();
  }

  static Demand memberOf(String expression) {
    return group("web").constraint(PlacementConstraint.memberOf(expression)).build();
  }

  static Demand gpus(long whole) {
    return Demand.of(Resources.NONE.with(Resources.GPU, whole));
  }

  static Demand share(long thousandths) {
    return Demand.of(Resources.NONE.with(Resources.GPU_SHARE, thousandths));
  }

  static PortMapping port(int number, Protocol protocol) {
    return new PortMapping("p", number, number, protocol);
  }

  /** Places it, and says where. */
  static String place(Placer placer, Demand demand) {
    return placed(placer, demand).node();
  }

  static List<String> place(Placer placer, Demand demand, int times) {
    return IntStream.range(0, times).mapToObj(time -> place(placer, demand)).toList();
  }

  static Placed placed(Placer placer, Demand demand) {
    Placement placement = placer.place(demand);
    assertThat(placement).isInstanceOf(Placed.class);
    return (Placed) placement;
  }

  static PlacementExplanation unplaced(Placer placer, Demand demand) {
    Placement placement = placer.place(demand);
    assertThat(placement).isInstanceOf(Unplaced.class);
    return ((Unplaced) placement).why();
  }

  static void reserve(Placer placer, String node, Demand demand) {
    placer.reserve(placer.nodeIndex(node), placer.prepare(demand));
  }
}
