package dev.berth.placement;

import static dev.berth.model.PlacementStrategy.binpack;
import static dev.berth.model.PlacementStrategy.random;
import static dev.berth.model.PlacementStrategy.spread;
import static dev.berth.placement.Ask.by;
import static dev.berth.placement.Ask.demand;
import static dev.berth.placement.Ask.group;
import static dev.berth.placement.Ask.inZone;
import static dev.berth.placement.Ask.memberOf;
import static dev.berth.placement.Ask.node;
import static dev.berth.placement.Ask.place;
import static dev.berth.placement.Ask.port;
import static dev.berth.placement.Ask.reserve;
import static dev.berth.placement.Ask.unplaced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.PlacementConstraint;
import dev.berth.model.Protocol;
import dev.berth.model.Resources;
import dev.berth.model.Taint;
import dev.berth.model.TaintEffect;
import dev.berth.model.Toleration;
import dev.berth.model.TopologySpread;
import dev.berth.placement.policy.Policies;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which node a demand gets. */
class PlacerTest {
  private final Placer placer = Placer.builder().build();

  @Test
  void takesTheNodeThatStaysWithTheLeastFree() {
    placer.addNode(node("large", 100, 100));
    placer.addNode(node("small", 20, 20));
    placer.addNode(node("medium", 50, 50));

    assertThat(place(placer, demand(10, 10))).isEqualTo("small");
    assertThat(place(placer, demand(15, 15))).isEqualTo("medium");
    assertThat(place(placer, demand(60, 60))).isEqualTo("large");
  }

  @Test
  void takesTheFirstToJoinAmongEquals() {
    placer.addNode(node("b", 10, 10));
    placer.addNode(node("a", 10, 10));

    assertThat(place(placer, demand(1, 1))).isEqualTo("b");
  }

  @Test
  void thePreferredComeBeforeWhatIsCheaperAndAfterTheSpread() {
    placer.addNode(node("small", 20, 20));
    placer.addNode(node("large", 100, 100));
    PreparedDemand even = placer.prepare(group("g").strategies(spread("instanceId")).build());
    BitSet large = BitSet.valueOf(new long[] {0b10});

    assertThat(placer.choose(even)).isEqualTo(0);
    assertThat(placer.choose(even, large)).isEqualTo(1);
    assertThat(placer.choose(even, BitSet.valueOf(new long[] {0b11}))).isEqualTo(0);
    placer.reserve(1, even);
    assertThat(placer.choose(even, large)).as("it has one of the group").isEqualTo(0);
    assertThat(placer.choose(placer.prepare(demand(101, 1)), large)).isEqualTo(Placer.UNPLACED);
  }

  @Test
  void fillsANodeToItsLastUnit() {
    placer.addNode(node("a", 100, 100));

    assertThat(place(placer, demand(100, 100))).isEqualTo("a");
    assertThat(placer.available("a")).isEqualTo(Resources.NONE);
    assertThat(placer.choose(placer.prepare(demand(0, 1)))).isEqualTo(Placer.UNPLACED);
    assertThat(place(placer, demand(0, 0))).isEqualTo("a");
  }

  @Test
  void choosingReservesNothing() {
    placer.addNode(node("a", 1, 1));
    PreparedDemand all = placer.prepare(demand(1, 1));

    assertThat(placer.choose(all)).isEqualTo(placer.choose(all)).isZero();
    assertThat(placer.place(all)).isZero();
    assertThat(placer.place(all)).isEqualTo(Placer.UNPLACED);
    placer.release(0, all);
    assertThat(placer.choose(all)).isZero();
  }

  @Test
  void followsThePolicyItIsBuiltWith() {
    Placer worstFit = Placer.builder().policy(Policies.worstFit()).build();
    worstFit.addNode(node("small", 10, 10));
    worstFit.addNode(node("large", 20, 20));

    assertThat(place(worstFit, demand(8, 8))).isEqualTo("large");
    assertThat(place(worstFit, demand(1, 1))).isEqualTo("large");
    assertThat(place(worstFit, demand(4, 4))).isEqualTo("large");
    assertThat(place(worstFit, demand(1, 1))).isEqualTo("small");
  }

  @Test
  void binpackTakesTheLeastLeftOfOneResource() {
    placer.addNode(node("little-cpu", 10, 90));
    placer.addNode(node("little-memory", 90, 10));

    assertThat(place(placer, by(binpack("cpu")))).isEqualTo("little-cpu");
    assertThat(place(placer, by(binpack("memory")))).isEqualTo("little-memory");
  }

  @Test
  void strategiesApplyInTheirOrderEachAmongWhatTheOneBeforeFindsEqual() {
    placer.addNode(inZone("a", node("a1", 10, 50)));
    placer.addNode(inZone("a", node("a2", 10, 30)));
    placer.addNode(inZone("b", node("b1", 20, 10)));
    Demand spreadFirst = by(spread("attribute:zone"), binpack("memory"));
    Demand packFirst = by(binpack("memory"), spread("attribute:zone"));
    Demand cpuThenMemory = by(binpack("cpu"), binpack("memory"));

    assertThat(place(placer, cpuThenMemory)).isEqualTo("a2");
    assertThat(place(placer, spreadFirst)).isEqualTo("b1");
    assertThat(place(placer, packFirst)).isEqualTo("b1");
    assertThat(place(placer, spreadFirst)).isEqualTo("a2");
  }

  @Test
  void softSpreadsComeBeforeStrategies() {
    placer.addNode(inZone("a", node("a1", 10, 10)));
    placer.addNode(inZone("b", node("b1", 90, 90)));
    Demand web =
        group("web")
            .spreads(TopologySpread.preferred(1, "zone"))
            .strategies(binpack("memory"))
            .build();

    assertThat(place(placer, web, 4)).containsExactly("a1", "b1", "a1", "b1");
  }

  @Test
  void softTaintsComeBeforeEverythingElse() {
    Taint old = new Taint("old", "yes", TaintEffect.PREFER_NO_SCHEDULE);
    placer.addNode(inZone("a", node("old", 2, 2)).taintedWith(List.of(old)));
    placer.addNode(inZone("b", node("new", 4, 4)));
    Demand web = by(spread("attribute:zone"));
    Demand tolerant = group("web").tolerations(Toleration.exists("old")).build();

    assertThat(place(placer, tolerant)).isEqualTo("old");
    assertThat(place(placer, web, 5)).containsExactly("new", "new", "new", "new", "old");
  }

  @Test
  void spreadsOverTheValuesOfAnAttributeOnlyItsOwnGroup() {
    placer.addNode(inZone("a", node("a1", 100, 100)));
    placer.addNode(inZone("a", node("a2", 100, 100)));
    placer.addNode(inZone("b", node("b1", 200, 200)));
    reserve(placer, "b1", group("other").build());
    Demand web = by(spread("attribute:zone"));

    assertThat(place(placer, web, 5)).containsExactly("a1", "b1", "a1", "b1", "a1");
  }

  @Test
  void spreadsOverNodes() {
    placer.addNode(node("small", 10, 10));
    placer.addNode(node("large", 90, 90));

    assertThat(place(placer, by(spread("instanceId")), 4))
        .containsExactly("small", "large", "small", "large");
    assertThat(place(placer, by(spread("host")))).isEqualTo("small");
  }

  @Test
  void nodesWithoutTheAttributeAreADomainOfTheirOwnToAStrategy() {
    placer.addNode(inZone("a", node("a1", 10, 10)));
    placer.addNode(node("nowhere", 90, 90));

    assertThat(place(placer, by(spread("attribute:zone")), 2)).containsExactly("a1", "nowhere");
  }

  @Test
  void chanceIsTheSameForTheSameSeedAndReachesEveryNode() {
    assertThat(byChance(7)).isEqualTo(byChance(7)).isNotEqualTo(byChance(8));
    assertThat(byChance(7)).containsAll(List.of("n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"));
  }

  private static List<String> byChance(long seed) {
    Placer chance = Placer.builder().seed(seed).build();
    for (int i = 0; i < 8; i++) {
      chance.addNode(node("n" + i, 100, 100));
    }
    return place(chance, by(random()), 80);
  }

  @Test
  void distinctInstanceGivesANodeOneOfTheGroup() {
    placer.addNode(node("a", 10, 10));
    placer.addNode(node("b", 10, 10));
    Demand web = group("web").constraint(PlacementConstraint.distinctInstance()).build();
    reserve(placer, "a", group("other").build());

    assertThat(place(placer, web, 2)).containsExactly("a", "b");
    assertThat(unplaced(placer, web).message())
        .isEqualTo("2 nodes: 2 have one of 'web' already (distinctInstance)");
  }

  @Test
  void memberOfAsksForAttributes() {
    placer.addNode(inZone("a", node("a1", 10, 10)));
    placer.addNode(inZone("b", node("b1", 90, 90)));

    assertThat(place(placer, memberOf("attribute:zone == b"))).isEqualTo("b1");
    placer.changeNode(inZone("b", node("a1", 10, 10)));
    assertThat(place(placer, memberOf("attribute:zone == b"))).isEqualTo("a1");
  }

  @Test
  void memberOfAsksForWhatRunsNow() {
    placer.addNode(node("a", 10, 10));
    placer.addNode(node("b", 20, 20));
    reserve(placer, "b", group("database").build());

    assertThat(place(placer, memberOf("task:group == database"))).isEqualTo("b");
    assertThat(place(placer, memberOf("runningTasksCount < 3"), 3)).containsExactly("a", "a", "a");
  }

  @ParameterizedTest
  @EnumSource(
      value = TaintEffect.class,
      names = {"NO_SCHEDULE", "NO_EXECUTE"})
  void aHardTaintIsForThoseWhoTolerateIt(TaintEffect effect) {
    placer.addNode(node("gpu", 1, 1).taintedWith(List.of(new Taint("gpu", "yes", effect))));
    placer.addNode(node("plain", 9, 9));

    assertThat(place(placer, group("web").build())).isEqualTo("plain");
    assertThat(place(placer, group("web").tolerations(Toleration.exists("gpu")).build()))
        .isEqualTo("gpu");
  }

  @Test
  void aHardSpreadAllowsNoDomainMoreThanItsSkew() {
    placer.addNode(inZone("a", node("a1", 9, 9)));
    placer.addNode(inZone("b", node("b1", 2, 2)));
    placer.addNode(node("nowhere", 1, 1));
    Demand web = group("web").spreads(TopologySpread.required(2, "zone")).build();

    assertThat(place(placer, web, 6)).containsExactly("b1", "b1", "a1", "a1", "a1", "a1");
    assertThat(unplaced(placer, web).message())
        .isEqualTo(
            "3 nodes: 2 would exceed a skew of 2 over attribute zone,"
                + " 1 lack cpu (need 1 CPU units, best has 0 CPU units on b1)");
  }

  @Test
  void aHardSpreadOverTooFewDomainsCountsAnEmptyOne() {
    placer.addNode(inZone("a", node("a1", 9, 9)));
    placer.addNode(inZone("b", node("b1", 9, 9)));
    Demand web = group("web").spreads(TopologySpread.required(1, "zone").minDomains(3)).build();

    assertThat(place(placer, web, 2)).containsExactly("a1", "b1");
    assertThat(unplaced(placer, web).nodes()).isEqualTo(2);
    placer.addNode(inZone("c", node("c1", 9, 9)));
    assertThat(place(placer, web, 2)).containsExactly("c1", "a1");
  }

  @Test
  void aHardSpreadMayHaveAnySkew() {
    placer.addNode(inZone("a", node("a1", 9, 9)));
    Demand web = group("web").spreads(TopologySpread.required(Integer.MAX_VALUE, "zone")).build();

    assertThat(place(placer, web, 9)).containsOnly("a1");
  }

  @Test
  void givesAFixedPortOncePerProtocolAndNode() {
    placer.addNode(node("a", 9, 9));
    placer.addNode(node("b", 9, 9));
    Demand tcp = group("dns").fixedPorts(List.of(port(53, Protocol.TCP))).build();
    Demand udp = group("dns").fixedPorts(List.of(port(53, Protocol.UDP))).build();

    assertThat(place(placer, tcp, 2)).containsExactly("a", "b");
    assertThat(unplaced(placer, tcp).message()).isEqualTo("2 nodes: 2 have host port 53 taken");
    assertThat(place(placer, udp)).isEqualTo("a");
    placer.release(placer.nodeIndex("b"), placer.prepare(tcp));
    assertThat(place(placer, tcp)).isEqualTo("b");
  }

  @Test
  void aDrainedNodeGetsNothingUntilItIsResumed() {
    placer.addNode(node("a", 9, 9));
    placer.drain("a");
    placer.drain("a");

    assertThat(unplaced(placer, demand(1, 1)).message()).isEqualTo("1 node: 1 are drained or lost");
    placer.resume("a");
    assertThat(place(placer, demand(1, 1))).isEqualTo("a");
  }

  @Test
  void aNodeThatJoinsHasTheLowestFreeIndex() {
    List<Integer> indices = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      indices.add(placer.addNode(node(name, 1, 1)));
    }
    placer.removeNode("b");
    placer.removeNode("a");
    indices.add(placer.addNode(node("d", 1, 1)));
    indices.add(placer.addNode(node("e", 1, 1)));
    indices.add(placer.addNode(node("f", 1, 1)));

    assertThat(indices).containsExactly(0, 1, 2, 0, 1, 3);
    assertThat(placer.size()).isEqualTo(4);
    assertThat(placer.node(0).name()).isEqualTo("d");
    assertThat(placer.hasNode("a")).isFalse();
  }

  @Test
  void aNodeThatShrinksKeepsWhatIsPlacedOnIt() {
    placer.addNode(node("a", 100, 100));
    Demand half = demand(60, 60);
    reserve(placer, "a", half);

    placer.changeNode(node("a", 200, 50));

    assertThat(placer.available("a")).isEqualTo(Resources.of(140, 0));
    assertThat(unplaced(placer, demand(1, 1)).message())
        .isEqualTo("1 node: 1 lack memory (need 1 MiB, best has 0 MiB on a)");
    assertThat(place(placer, demand(1, 0))).isEqualTo("a");
    placer.release(0, placer.prepare(half));
    assertThat(placer.available("a")).isEqualTo(Resources.of(199, 50));
  }

  @Test
  void countsAnotherResourceOnceTheNodesHaveIt() {
    placer.addNode(node("a", 9, 9));
    PreparedDemand before = placer.prepare(demand(1, 1));
    assertThat(placer.place(before)).isZero();

    placer.addDimension("disk");
    placer.addDimension("disk");

    assertThat(placer.dimensions()).containsExactly("cpu", "memory", "disk");
    Demand withDisk = Demand.of(Resources.NONE.with("disk", 5));
    assertThat(unplaced(placer, withDisk).message())
        .isEqualTo("1 node: 1 lack disk (need 5, best has 0 on a)");
    placer.changeNode(NodeShape.of("a", Resources.of(9, 9).with("disk", 7)));
    assertThat(place(placer, withDisk)).isEqualTo("a");
    placer.release(0, before);
    assertThat(placer.available("a")).isEqualTo(Resources.of(9, 9).with("disk", 2));
  }

  @Test
  void whatWasAcceptedBeforeIsPackedByAResourceOnceItIsCounted() {
    placer.addNode(node("a", 9, 9));
    placer.addNode(node("b", 9, 9));
    PreparedDemand byDisk = placer.prepareAccepted(by(binpack("disk")));
    assertThat(placer.place(byDisk)).isZero();

    placer.addDimension("disk");
    placer.changeNode(NodeShape.of("a", Resources.of(9, 9).with("disk", 2)));
    placer.changeNode(NodeShape.of("b", Resources.of(9, 9).with("disk", 1)));

    assertThat(placer.place(byDisk)).isEqualTo(1);
  }

  @Test
  void aConstraintLooksAtTheShape() {
    placer.addNode(node("a", 1, 1));
    placer.addNode(node("b", 9, 9).with(Map.of("disk", "fast")));
    Demand demand = Demand.builder(Resources.of(1, 1)).constraint(FastDisk.INSTANCE).build();

    assertThat(place(placer, demand)).isEqualTo("b");
    placer.changeNode(node("b", 9, 9));
    assertThat(unplaced(placer, demand).message())
        .isEqualTo("2 nodes: 2 fail constraint a fast disk");
  }

  @Test
  void aDemandThatWasForgottenBehindThousandsOfOthersStillWorks() {
    placer.addNode(inZone("a", node("a1", 50_000, 50_000)));
    placer.addNode(inZone("b", node("b1", 90_000, 90_000)));
    PreparedDemand idle = placer.prepare(by(spread("attribute:zone")));
    PreparedDemand held =
        placer.prepare(group("held").spreads(TopologySpread.required(1, "zone")).build());
    assertThat(placer.place(held)).isZero();
    for (int i = 1; i <= 25_000; i++) {
      PreparedDemand unused = placer.prepare(demand(i, i));
    }

    assertThat(List.of(placer.place(idle), placer.place(idle))).containsExactly(0, 1);
    assertThat(List.of(placer.place(held), placer.choose(held))).containsExactly(1, 0);
    placer.release(0, idle);
    placer.release(1, idle);
    placer.release(0, held);
    placer.release(1, held);
    assertThat(placer.available("a1")).isEqualTo(Resources.of(50_000, 50_000));
    assertThat(placer.available("b1")).isEqualTo(Resources.of(90_000, 90_000));
  }
}
