package dev.berth.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.Resources;
import dev.berth.view.PlacementExplanation.DriverCannot;
import dev.berth.view.PlacementExplanation.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The placer against an oracle that keeps nothing but the list of what is reserved where and counts
 * it anew for each question.
 */
class PlacerProperties {
  private record Reservation(String node, Demand demand) {}

  record Wish(Demand demand, boolean releaseFirst, int which) {}

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void choosesWhatTheOracleChooses(
      @ForAll("shapes") List<NodeShape> shapes, @ForAll("wishes") List<Wish> wishes) {
    Placer placer = new Placer();
    Map<String, NodeShape> nodes = new TreeMap<>();
    for (NodeShape shape : shapes) {
      placer.put(shape);
      nodes.put(shape.name(), shape);
    }
    List<Reservation> reserved = new ArrayList<>();
    for (Wish wish : wishes) {
      if (wish.releaseFirst() && !reserved.isEmpty()) {
        Reservation released = reserved.remove(wish.which() % reserved.size());
        placer.release(released.node(), released.demand());
      }
      Optional<String> expected = oracle(nodes, reserved, wish.demand());
      switch (placer.choose(wish.demand())) {
        case Choice.Chosen chosen -> {
          assertThat(Optional.of(chosen.node())).isEqualTo(expected);
          placer.reserve(chosen.node(), wish.demand());
          reserved.add(new Reservation(chosen.node(), wish.demand()));
        }
        case Choice.NoneFits none -> {
          assertThat(expected).isEmpty();
          assertThat(none.explanation().nodes()).isEqualTo(nodes.size());
          assertThat(none.explanation().reasons().stream().mapToInt(Reason::nodes).sum())
              .as("each node counted once: %s", none.explanation())
              .isEqualTo(nodes.size());
          assertThat(none.explanation().reasons())
              .isSortedAccordingTo((one, other) -> other.nodes() - one.nodes());
        }
      }
      nodes.forEach(
          (name, shape) -> assertThat(placer.available(name)).isEqualTo(free(shape, reserved)));
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void releaseUndoesReserve(
      @ForAll("shapes") List<NodeShape> shapes, @ForAll("wishes") List<Wish> wishes) {
    Placer placer = new Placer();
    shapes.forEach(placer::put);
    Map<String, Resources> before = new HashMap<>();
    shapes.forEach(shape -> before.put(shape.name(), placer.available(shape.name())));
    List<Choice> choices = wishes.stream().map(wish -> placer.choose(wish.demand())).toList();

    List<Reservation> reserved = new ArrayList<>();
    for (Wish wish : wishes) {
      if (placer.choose(wish.demand()) instanceof Choice.Chosen chosen) {
        placer.reserve(chosen.node(), wish.demand());
        reserved.add(new Reservation(chosen.node(), wish.demand()));
      }
    }
    reserved.forEach(one -> placer.release(one.node(), one.demand()));

    before.forEach((name, free) -> assertThat(placer.available(name)).isEqualTo(free));
    assertThat(wishes.stream().map(wish -> placer.choose(wish.demand())).toList())
        .isEqualTo(choices);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theOrderInWhichNodesAreAddedMakesNoDifference(
      @ForAll("shapes") List<NodeShape> shapes, @ForAll("demands") Demand demand) {
    Placer forwards = new Placer();
    Placer backwards = new Placer();
    Map<String, NodeShape> byName = new TreeMap<>();
    shapes.forEach(shape -> byName.put(shape.name(), shape));
    byName.values().forEach(forwards::put);
    List.copyOf(byName.values()).reversed().forEach(backwards::put);

    assertThat(forwards.choose(demand)).isEqualTo(backwards.choose(demand));
  }

  private static Optional<String> oracle(
      Map<String, NodeShape> nodes, List<Reservation> reserved, Demand demand) {
    return nodes.values().stream()
        .filter(shape -> demand.constraint().veto(shape).isEmpty())
        .filter(shape -> demand.resources().fitsIn(free(shape, reserved)))
        .filter(
            shape -> demand.fixedPorts().stream().noneMatch(port -> taken(shape, port, reserved)))
        .min(
            Comparator.<NodeShape>comparingLong(shape -> inGroup(shape, demand.group(), reserved))
                .thenComparingLong(shape -> free(shape, reserved).get(Resources.MEMORY))
                .thenComparing(NodeShape::name))
        .map(NodeShape::name);
  }

  private static Resources free(NodeShape shape, List<Reservation> reserved) {
    Resources free = shape.capacity();
    for (Reservation one : reserved) {
      free = one.node().equals(shape.name()) ? free.minus(one.demand().resources()) : free;
    }
    return free;
  }

  private static long inGroup(NodeShape shape, String group, List<Reservation> reserved) {
    return reserved.stream()
        .filter(one -> one.node().equals(shape.name()) && one.demand().group().equals(group))
        .count();
  }

  private static boolean taken(NodeShape shape, PortMapping port, List<Reservation> reserved) {
    return reserved.stream()
        .filter(one -> one.node().equals(shape.name()))
        .flatMap(one -> one.demand().fixedPorts().stream())
        .anyMatch(one -> one.hostPort() == port.hostPort() && one.protocol() == port.protocol());
  }

  @Provide
  Arbitrary<List<NodeShape>> shapes() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d", "e", "f", "g"),
            Arbitraries.of("process", "docker"),
            resources(60))
        .as((name, driver, capacity) -> new NodeShape(name, driver, capacity, new TreeMap<>()))
        .list()
        .ofMaxSize(7)
        .uniqueElements(NodeShape::name);
  }

  @Provide
  Arbitrary<List<Wish>> wishes() {
    return Combinators.combine(
            demands(), Arbitraries.of(true, false, false), Arbitraries.integers().between(0, 99))
        .as(Wish::new)
        .list()
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<Demand> demands() {
    Arbitrary<Constraint> constraints =
        Arbitraries.of(
            node -> Optional.empty(),
            node -> Optional.empty(),
            node ->
                node.driver().equals("docker")
                    ? Optional.empty()
                    : Optional.of(new DriverCannot(1, node.driver(), "run images")));
    Arbitrary<PortMapping> ports =
        Combinators.combine(Arbitraries.of(80, 443), Arbitraries.of(Protocol.class))
            .as((port, protocol) -> new PortMapping("p", port, port, protocol));
    return Combinators.combine(
            resources(20),
            Arbitraries.oneOf(
                Arbitraries.just(List.<PortMapping>of()),
                ports.list().ofMaxSize(2).uniqueElements()),
            Arbitraries.of("web", "db"),
            constraints)
        .as(Demand::new);
  }

  private static Arbitrary<Resources> resources(int most) {
    Arbitrary<Integer> amounts = Arbitraries.integers().between(0, most);
    return Combinators.combine(amounts, amounts, amounts)
        .as((cpu, memory, gpu) -> Resources.of(cpu, memory).with(Resources.GPU, gpu));
  }
}
