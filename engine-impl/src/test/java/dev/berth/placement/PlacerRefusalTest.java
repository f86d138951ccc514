package dev.berth.placement;

import static dev.berth.placement.Ask.demand;
import static dev.berth.placement.Ask.gpus;
import static dev.berth.placement.Ask.group;
import static dev.berth.placement.Ask.memberOf;
import static dev.berth.placement.Ask.node;
import static dev.berth.placement.Ask.placed;
import static dev.berth.placement.Ask.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.BerthException;
import dev.berth.ConflictException;
import dev.berth.InvalidSpecException;
import dev.berth.NotFoundException;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.Resources;
import dev.berth.model.TopologySpread;
import dev.berth.placement.Placement.Placed;
import dev.berth.placement.query.QuerySyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused: precisely, and nothing has changed. */
class PlacerRefusalTest {
  private static final String RUNAWAY = "attribute:note =~ '(.*a){20}|b'";
  private static final Map<String, String> LONG_NOTE = Map.of("note", "a".repeat(60) + "!");

  private final Placer placer = new PlacerWithTwoNodes().placer;

  /** Nodes "a" and "b", of which "a" holds one demand. */
  private static final class PlacerWithTwoNodes {
    final Placer placer = Placer.builder().build();

    PlacerWithTwoNodes() {
      placer.addNode(node("a", 10, 10));
      placer.addNode(node("b", 20, 20));
      Placed unused = placed(placer, demand(4, 4));
    }
  }

  private void assertRefused(
      Class<? extends BerthException> type, String message, ThrowingCallable call) {
    Map<String, String> before = snapshot();
    assertThatThrownBy(call).isExactlyInstanceOf(type).hasMessage(message);
    assertThat(snapshot()).isEqualTo(before);
  }

  private Map<String, String> snapshot() {
    Map<String, String> seen = new TreeMap<>();
    for (int index = 0; index < placer.size(); index++) {
      NodeShape shape = placer.node(index);
      seen.put(shape.name(), shape + " has free " + placer.available(shape.name()));
    }
    seen.put("dimensions", placer.dimensions().toString());
    for (Demand demand : List.of(demand(4, 4), demand(15, 15), group("web").build())) {
      PreparedDemand prepared = placer.prepare(demand);
      seen.put(demand.toString(), placer.choose(prepared) + ", placed " + prepared.placed());
    }
    return seen;
  }

  @Test
  void aNegativeAmount() {
    assertRefused(
        InvalidSpecException.class,
        "resource 'memory' (-1) must be between 0 and 1099511627776",
        () -> placer.place(demand(1, -1)));
  }

  @Test
  void anAmountThatWouldOverflow() {
    assertRefused(
        InvalidSpecException.class,
        "resource 'cpu' (9223372036854775807) must be between 0 and 1099511627776",
        () -> placer.place(demand(Long.MAX_VALUE, 1)));
    assertRefused(
        InvalidSpecException.class,
        "resource 'cpu' (1099511627777) must be between 0 and 1099511627776",
        () -> placer.addNode(node("c", Resources.MAXIMUM_AMOUNT + 1, 1)));
    assertThat(placer.place(demand(Resources.MAXIMUM_AMOUNT, 1)))
        .isInstanceOf(Placement.Unplaced.class);
  }

  @Test
  void aDemandForAResourceThatIsNotCounted() {
    assertRefused(
        InvalidSpecException.class,
        "a demand names resource 'disk' (5), but this placer counts only [cpu, memory]: add it to"
            + " the dimensions",
        () -> placer.place(Demand.of(Resources.NONE.with("disk", 5))));
    assertRefused(
        InvalidSpecException.class,
        "a demand names resource 'gpu' (1), but this placer counts only [cpu, memory]: add it to"
            + " the dimensions",
        () -> placer.prepare(gpus(1)));
  }

  @Test
  void aNodeWithAResourceThatIsNotCounted() {
    NodeShape disk = NodeShape.of("c", Resources.of(1, 1).with("disk", 5));
    assertRefused(
        InvalidSpecException.class,
        "node 'c' names resource 'disk' (5), but this placer counts only [cpu, memory]: add it to"
            + " the dimensions",
        () -> placer.addNode(disk));
    assertRefused(
        InvalidSpecException.class,
        "node 'a' names resource 'disk' (5), but this placer counts only [cpu, memory]: add it to"
            + " the dimensions",
        () -> placer.changeNode(NodeShape.of("a", Resources.of(1, 1).with("disk", 5))));
  }

  @Test
  void packingByAResourceThatIsNotCounted() {
    assertRefused(
        InvalidSpecException.class,
        "a strategy packs by resource 'disk', but this placer counts only [cpu, memory]: add it to"
            + " the dimensions",
        () -> placer.prepare(Ask.by(PlacementStrategy.binpack("disk"))));
  }

  @Test
  void moreDimensionsThanPossible() {
    String[] many = IntStream.rangeClosed(1, 33).mapToObj(i -> "r" + i).toArray(String[]::new);
    assertThatThrownBy(() -> Placer.builder().dimensions(many).build())
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith("dimensions must be 1 to 32, not 33: [r1, r2, ");
    assertThatThrownBy(() -> Placer.builder().dimensions().build())
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("dimensions must be 1 to 32, not 0: []");
    for (int i = placer.dimensions().size(); i < Placer.MOST_DIMENSIONS; i++) {
      placer.addDimension("r" + i);
    }
    assertRefused(
        InvalidSpecException.class,
        "dimensions must be 1 to 32, not 33: %s"
            .formatted(Stream.concat(placer.dimensions().stream(), Stream.of("last")).toList()),
        () -> placer.addDimension("last"));
  }

  @Test
  void aDimensionNamedTwice() {
    assertThatThrownBy(() -> Placer.builder().dimensions("cpu", "memory", "cpu").build())
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("dimensions name a resource twice: [cpu, memory, cpu]");
  }

  @Test
  void sharesOfGpusAsADimension() {
    assertRefused(
        InvalidSpecException.class,
        "dimension 'gpu-share' comes with dimension 'gpu': name that one",
        () -> placer.addDimension("gpu-share"));
  }

  @Test
  void releasingOnANodeWhatIsNotThere() {
    PreparedDemand there = placer.prepare(demand(4, 4));
    assertRefused(
        ConflictException.class,
        "node 'a' has no placement of cpu 3, memory 3 MiB to release: it has 1 demands in all",
        () -> placer.release(0, placer.prepare(demand(3, 3))));
    assertRefused(
        ConflictException.class,
        "node 'b' has no placement of cpu 4, memory 4 MiB to release: it has 0 demands in all",
        () -> placer.release(1, there));
    placer.release(0, there);
    assertRefused(
        ConflictException.class,
        "node 'a' has no placement of cpu 4, memory 4 MiB to release: it has 0 demands in all",
        () -> placer.release(0, there));
  }

  @Test
  void anIndexThatNoNodeHas() {
    PreparedDemand there = placer.prepare(demand(4, 4));
    for (int index : new int[] {-1, 2, Integer.MAX_VALUE}) {
      String message =
          "no node has index %d: there are 2 nodes, and the highest index is 1".formatted(index);
      assertRefused(NotFoundException.class, message, () -> placer.release(index, there));
      assertRefused(NotFoundException.class, message, () -> placer.reserve(index, there));
      assertRefused(NotFoundException.class, message, () -> placer.node(index));
    }
  }

  @Test
  void aPlacementGivenBackTwice() {
    Placed placed = placed(placer, demand(4, 4));
    placer.release(placed);
    assertRefused(
        ConflictException.class,
        "placement 1 of cpu 4, memory 4 MiB on node 'a' is none of this placer's, or was released"
            + " before",
        () -> placer.release(placed));
  }

  @Test
  void aPlacementGivenBackTwiceWhoseNodeHasLeft() {
    Placed placed = placed(placer, demand(12, 12));
    placer.release(placed);
    placer.removeNode("b");
    assertThatThrownBy(() -> placer.release(placed))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "placement 1 of cpu 12, memory 12 MiB on node 'b' is none of this placer's, or was"
                + " released before");
  }

  @Test
  void aPlacementOfAnotherPlacer() {
    Placed foreign = placed(new PlacerWithTwoNodes().placer, demand(4, 4));
    Placed own = placed(placer, demand(4, 4));
    assertThat(foreign.number()).isEqualTo(own.number());
    assertRefused(
        ConflictException.class,
        "placement 1 of cpu 4, memory 4 MiB on node 'a' is none of this placer's, or was released"
            + " before",
        () -> placer.release(foreign));
    placer.release(own);
  }

  @Test
  void aPlacementThatWasGivenBackByItsNode() {
    Placed first = placed(placer, demand(1, 1));
    placer.release(0, first.demand());
    assertRefused(
        ConflictException.class,
        "node 'a' has no placement of cpu 1, memory 1 MiB to release: it has 1 demands in all",
        () -> placer.release(first));
  }

  @Test
  void removingANodeThatHoldsTasks() {
    assertRefused(
        ConflictException.class,
        "node 'a' holds 1 tasks: drain it, and release them before it is removed",
        () -> placer.removeNode("a"));
    placer.release(0, placer.prepare(demand(4, 4)));
    placer.removeNode("a");
    assertThat(placer.hasNode("a")).isFalse();
  }

  @Test
  void aNodeThatIsThereAlready() {
    assertRefused(
        ConflictException.class,
        "node 'a' is there already, with cpu 10, memory 10 MiB: change it, or choose another name",
        () -> placer.addNode(node("a", 99, 99)));
  }

  @Test
  void aNodeThatIsNotThere() {
    String message = "no node 'c' among the placer's 2 nodes";
    assertRefused(NotFoundException.class, message, () -> placer.removeNode("c"));
    assertRefused(NotFoundException.class, message, () -> placer.changeNode(node("c", 1, 1)));
    assertRefused(NotFoundException.class, message, () -> placer.drain("c"));
    assertRefused(NotFoundException.class, message, () -> placer.resume("c"));
    assertRefused(NotFoundException.class, message, () -> placer.available("c"));
    assertRefused(NotFoundException.class, message, () -> placer.planDrain("c"));
  }

  @Test
  void aRegularExpressionThatRunsForEverOverANode() {
    placer.changeNode(node("b", 20, 20).with(LONG_NOTE));
    assertRefused(
        InvalidSpecException.class,
        "constraint attribute:note =~ '(.*a){20}|b' cannot be asked of node 'b': regular expression"
            + " '(.*a){20}|b' takes more than 100000 steps when it is compared with '"
            + LONG_NOTE.get("note")
            + "': write it without a repetition inside a repetition, or list the values with 'in'",
        () -> placer.prepare(memberOf(RUNAWAY)));
    assertThatThrownBy(() -> placer.prepare(memberOf(RUNAWAY + " and runningTasksCount < 5")))
        .as("also where it asks for what runs")
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("cannot be asked of node 'b'");
  }

  @Test
  void aNodeThatJoinsAndKeepsAnExpressionBusyForEverDoesNotMatchIt() {
    PreparedDemand accepted = placer.prepare(memberOf(RUNAWAY));
    PreparedDemand dynamic = placer.prepare(memberOf(RUNAWAY + " or runningTasksCount > 99"));

    placer.addNode(node("c", 20, 20).with(LONG_NOTE));
    assertThat(placer.choose(accepted)).isEqualTo(Placer.UNPLACED);
    assertThat(placer.choose(dynamic)).isEqualTo(Placer.UNPLACED);
    assertThat(placer.explain(memberOf(RUNAWAY)).orElseThrow().message())
        .isEqualTo("3 nodes: 3 fail constraint attribute:note =~ '(.*a){20}|b'");

    placer.changeNode(node("c", 20, 20).with(Map.of("note", "b")));
    assertThat(placer.choose(accepted)).isEqualTo(2);
    assertThat(placer.choose(dynamic)).isEqualTo(2);
  }

  @Test
  void whatWasAcceptedBeforeIsPreparedWhateverNodesJoinedSince() {
    placer.changeNode(node("b", 20, 20).with(LONG_NOTE));
    placer.changeNode(node("a", 10, 10).with(Map.of("note", "b")));

    assertThat(placer.choose(placer.prepareAccepted(memberOf(RUNAWAY)))).isZero();
  }

  @Test
  void aMalformedQuery() {
    assertRefused(
        QuerySyntaxException.class,
        "attribute:zone = a\n               ^ expected an operator (==, !=, >, >=, <, <=, exists, !exists, in, !in, =~,"
            + " !~), found '='",
        () -> group("web").constraint(PlacementConstraint.memberOf("attribute:zone = a")));
  }

  @Test
  void aShareOfAGpuBesideWholeOnes() {
    Placer withGpus = Placer.builder().dimensions("cpu", "gpu").build();
    assertThatThrownBy(() ->
            withGpus.place(
                Demand.of(Resources.NONE.with(Resources.GPU, 1).with(Resources.GPU_SHARE, 500))))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            "a demand asks for 1 GPUs and a share of 500 thousandths: whole ones or a share of"
                + " one, 1 to 999");
    assertThatThrownBy(() -> withGpus.prepare(share(1_000)))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            "a demand asks for 0 GPUs and a share of 1000 thousandths: whole ones or a share of"
                + " one, 1 to 999");
    assertThatThrownBy(
            () -> withGpus.addNode(NodeShape.of("a", Resources.NONE.with("gpu-share", 5))))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("node 'a' has 'gpu-share': a node offers shares of the 'gpu' it has");
    assertThatThrownBy(() -> withGpus.addNode(NodeShape.of("a", Resources.NONE.with("gpu", 65))))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("node 'a' has 65 GPUs; at most 64 are possible");
    assertThat(withGpus.size()).isZero();
  }

  @Test
  void spreadingOrKeepingApartWithoutAGroup() {
    assertRefused(
        InvalidSpecException.class,
        "a demand that is spread over attribute 'zone' needs a group: what it is kept apart from",
        () ->
            Demand.builder(Resources.of(1, 1)).spreads(TopologySpread.required(1, "zone")).build());
    assertRefused(
        InvalidSpecException.class,
        "a demand that is distinct per node needs a group: what it is kept apart from",
        () ->
            Demand.builder(Resources.of(1, 1))
                .constraint(PlacementConstraint.distinctInstance())
                .build());
  }

  @Test
  void moreStrategiesThanEcsAllows() {
    assertRefused(
        InvalidSpecException.class,
        "a demand has 6 placement strategies; at most 5 are possible",
        () ->
            Ask.by(
                Collections.nCopies(6, PlacementStrategy.random())
                    .toArray(PlacementStrategy[]::new)));
  }

  @Test
  void lettingMoreGoThanAreThere() {
    assertRefused(
        ConflictException.class,
        "of cpu 4, memory 4 MiB on node 'a' 2 shall be free to go, but 1 are placed there",
        () -> placer.scaleIn(placer.prepare(demand(4, 4)), Map.of(0, 2), 1));
  }
}
