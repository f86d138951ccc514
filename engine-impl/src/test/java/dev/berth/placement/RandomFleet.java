package dev.berth.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.PlacementConstraint;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.Resources;
import dev.berth.model.Taint;
import dev.berth.model.TaintEffect;
import dev.berth.model.Toleration;
import dev.berth.model.TopologySpread;
import dev.berth.placement.policy.Policies;
import dev.berth.placement.policy.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A placer that random joins, leaves, changes, placements and releases happen to. */
final class RandomFleet {
  private static final List<String> ZONES = List.of("", "a", "b", "c");
  private static final List<String> EXTRA = List.of("disk", "net");

  private final SplittableRandom random;
  final Placer placer;
  private final List<Demand> demands = new ArrayList<>();
  final Book book = new Book();
  private int joined;

  RandomFleet(long seed) {
    random = new SplittableRandom(seed);
    List<String> dimensions = new ArrayList<>(List.of(Resources.CPU));
    if (random.nextInt(8) > 0) {
      dimensions.add(Resources.MEMORY);
    }
    if (dimensions.size() == 2 && random.nextInt(3) == 0) {
      dimensions.add("disk");
    }
    if (random.nextInt(3) == 0) {
      dimensions.add(Resources.GPU);
    }
    placer =
        Placer.builder()
            .dimensions(dimensions.toArray(String[]::new))
            .policy(policy())
            .seed(seed)
            .build();
    int nodes = 1 + random.nextInt(random.nextInt(10) == 0 ? 120 : 12);
    for (int i = 0; i < nodes; i++) {
      join();
    }
    int kinds = 1 + random.nextInt(6);
    for (int i = 0; i < kinds; i++) {
      demands.add(demand());
    }
  }

  private Policy policy() {
    return switch (random.nextInt(8)) {
      case 0 -> Policies.firstFit();
      case 1 -> Policies.worstFit();
      case 2 -> Policies.dotProduct();
      case 3 -> Policies.bestFit(Weights.equal());
      default -> Policies.bestFit();
    };
  }

  private NodeShape shape(String name) {
    Resources capacity = Resources.NONE;
    for (String dimension : placer.dimensions()) {
      long most = dimension.equals(Resources.GPU) ? 4 : 10 << random.nextInt(6);
      capacity = capacity.with(dimension, random.nextInt(6) == 0 ? 0 : random.nextLong(most + 1));
    }
    TreeMap<String, String> attributes = new TreeMap<>();
    String zone = ZONES.get(random.nextInt(ZONES.size()));
    if (!zone.isEmpty()) {
      attributes.put("zone", zone);
    }
    attributes.put("type", "t" + random.nextInt(3));
    return NodeShape.of(name, capacity).with(attributes).taintedWith(taints());
  }

  private List<Taint> taints() {
    return switch (random.nextInt(6)) {
      case 0 -> List.of(new Taint("for", "team", TaintEffect.NO_SCHEDULE));
      case 1 -> List.of(new Taint("old", "yes", TaintEffect.PREFER_NO_SCHEDULE));
      default -> List.of();
    };
  }

  private Demand demand() {
    Demand.Builder demand =
        Demand.builder(amounts()).group("g" + random.nextInt(3)).priority(random.nextInt(4) * 8);
    List<PlacementStrategy> strategies = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      strategies.add(strategy());
    }
    demand.strategies(strategies.toArray(PlacementStrategy[]::new));
    switch (random.nextInt(10)) {
      case 0 -> demand.constraint(PlacementConstraint.distinctInstance());
      case 1 -> demand.constraint(PlacementConstraint.memberOf("attribute:type != t1"));
      case 2 -> demand.constraint(PlacementConstraint.memberOf("runningTasksCount < 3"));
      case 3 -> demand.constraint(PlacementConstraint.memberOf("not(task:group == g0)"));
      case 4 -> demand.tolerations(Toleration.exists("for"));
      case 5 -> demand.tolerations(Toleration.all());
      case 6 -> demand.spreads(TopologySpread.required(1 + random.nextInt(2), "zone"));
      case 7 -> demand.spreads(TopologySpread.preferred(1, "zone"));
      case 8 -> demand.fixedPorts(List.of(new PortMapping("http", 80, 80, Protocol.TCP)));
      default -> {}
    }
    return demand.build();
  }

  private Resources amounts() {
    Resources amounts = Resources.NONE;
    for (String dimension : placer.dimensions()) {
      if (dimension.equals(Resources.GPU)) {
        switch (random.nextInt(4)) {
          case 0 -> amounts = amounts.with(Resources.GPU, 1 + random.nextInt(2));
          case 1 -> amounts = amounts.with(Resources.GPU_SHARE, 1 + random.nextInt(999));
          default -> {}
        }
      } else if (random.nextInt(6) > 0) {
        amounts = amounts.with(dimension, random.nextLong(1L << random.nextInt(6)));
      }
    }
    return amounts;
  }

  private PlacementStrategy strategy() {
    return switch (random.nextInt(6)) {
      case 0 -> PlacementStrategy.spread("instanceId");
      case 1 -> PlacementStrategy.spread("attribute:type");
      case 2 -> PlacementStrategy.random();
      case 3 ->
          PlacementStrategy.binpack(
              placer.dimensions().get(random.nextInt(placer.dimensions().size())));
      default -> PlacementStrategy.spread("attribute:zone");
    };
  }

  /** Lets one thing happen; every decision is compared with the scan's and with the book's. */
  void step() {
    switch (random.nextInt(24)) {
      case 0, 1 -> join();
      case 2 -> leave();
      case 3 -> change();
      case 4 -> drain();
      case 5 -> demands.set(random.nextInt(demands.size()), demand());
      case 6 -> widen();
      case 7, 8, 9, 10, 11 -> release();
      default -> place();
    }
  }

  private void place() {
    Demand demand = demands.get(random.nextInt(demands.size()));
    PreparedDemand prepared = placer.prepare(demand);
    int scanned = placer.scan(prepared);
    assertThat(placer.choose(prepared)).as("%s", demand).isEqualTo(scanned);
    List<String> able = book.able(demand);
    if (scanned < 0) {
      // The book knows no devices: free parts of several are no whole one.
      boolean gpus = prepared.wholeGpus() > 0 || prepared.gpuShare() > 0;
      assertThat(gpus || able.isEmpty()).as("%s could be on %s", demand, able).isTrue();
      assertThat(placer.place(demand)).isInstanceOf(Placement.Unplaced.class);
    } else {
      assertThat(able).as("%s", demand).contains(placer.node(scanned).name());
      assertThat(placer.place(prepared)).isEqualTo(scanned);
      book.placed(placer.node(scanned).name(), demand);
    }
  }

  private void release() {
    book.any(random)
        .ifPresent(entry -> {
          placer.release(placer.nodeIndex(entry.node()), placer.prepare(entry.demand()));
          book.released(entry);
        });
  }

  private void join() {
    NodeShape shape = shape("n" + joined++);
    int index = placer.addNode(shape);
    assertThat(placer.node(index)).isEqualTo(shape);
    book.node(shape);
  }

  private void leave() {
    book.anyNode(random)
        .filter(book::empty)
        .ifPresent(name -> {
          placer.removeNode(name);
          book.left(name);
        });
  }

  private void change() {
    book.anyNode(random)
        .ifPresent(name -> {
          NodeShape changed = shape(name);
          // Devices that are in use cannot be taken away in reality either.
          boolean gpus = placer.dimensions().contains(Resources.GPU);
          if (!gpus || book.empty(name)) {
            placer.changeNode(changed);
            book.node(changed);
          }
        });
  }

  private void drain() {
    book.anyNode(random)
        .ifPresent(name -> {
          if (book.drain(name)) {
            placer.drain(name);
          } else {
            placer.resume(name);
          }
        });
  }

  private void widen() {
    placer.addDimension(EXTRA.get(random.nextInt(EXTRA.size())));
  }

  /** What every node has free, by name. */
  Map<String, Resources> available() {
    Map<String, Resources> available = new TreeMap<>();
    for (String node : book.nodes()) {
      available.put(node, placer.available(node));
    }
    return available;
  }

  List<Demand> demands() {
    return List.copyOf(demands);
  }
}
