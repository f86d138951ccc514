package dev.berth.placement;

import static dev.berth.model.PlacementStrategy.random;
import static dev.berth.model.PlacementStrategy.spread;
import static dev.berth.placement.Ask.by;
import static dev.berth.placement.Ask.demand;
import static dev.berth.placement.Ask.group;
import static dev.berth.placement.Ask.inZone;
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
import dev.berth.placement.Placement.Placed;
import dev.berth.placement.Preemption.Victim;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Placing together, preempting, planning, scaling in, and saying why not. */
class PlacerWhatIfTest {
  private final Placer placer = Placer.builder().build();

  private static Demand important(long amount, int priority) {
    return Demand.builder(Resources.of(amount, amount)).priority(priority).build();
  }

  // All or none.

  @Test
  void aGangIsPlacedTheLargestFirst() {
    placer.addNode(node("a", 10, 10));
    placer.addNode(node("b", 6, 6));

    Gang gang = placer.placeTogether(List.of(demand(3, 3), demand(3, 3), demand(10, 10)));

    assertThat(gang)
        .isInstanceOfSatisfying(
            Gang.Together.class,
            together ->
                assertThat(together.placed().stream().map(Placed::node))
                    .containsExactly("b", "b", "a"));
  }

  @Test
  void aGangWithoutRoomForOneIsNotPlacedAtAll() {
    placer.addNode(node("a", 10, 10));
    placer.addNode(node("b", 6, 6));

    Gang gang = placer.placeTogether(List.of(demand(3, 3), demand(4, 4), demand(10, 10)));

    assertThat(gang)
        .isInstanceOfSatisfying(
            Gang.Apart.class,
            apart -> {
              assertThat(apart.demand()).isZero();
              assertThat(apart.why().message())
                  .isEqualTo("2 nodes: 2 lack cpu (need 3 CPU units, best has 2 CPU units on b)");
            });
    assertThat(placer.available("a")).isEqualTo(Resources.of(10, 10));
    assertThat(placer.available("b")).isEqualTo(Resources.of(6, 6));
    assertThat(place(placer, demand(10, 10))).isEqualTo("a");
  }

  @Test
  void aGangThatStaysApartDoesNotChangeWhatChanceDecidesNext() {
    IntStream.range(0, 50).forEach(i -> placer.addNode(node("n" + i, 10, 10)));
    PreparedDemand byChance = placer.prepare(by(random()));
    int before = placer.choose(byChance);

    Gang gang = placer.placeTogether(List.of(by(random()), by(random()), demand(11, 11)));

    assertThat(gang).isInstanceOf(Gang.Apart.class);
    Gang later = placer.placeTogether(List.of(demand(10, 10), by(random()), demand(10, 11)));
    assertThat(later).isInstanceOf(Gang.Apart.class);
    assertThat(placer.choose(byChance)).isEqualTo(before);
  }

  @Test
  void aGangMayBeOfMoreKindsThanAreKept() {
    placer.addNode(node("a", 1L << 40, 1L << 40));
    List<Demand> kinds = IntStream.rangeClosed(1, 12_000).mapToObj(i -> demand(i, 1)).toList();

    Gang gang = placer.placeTogether(kinds);

    assertThat(gang)
        .isInstanceOfSatisfying(
            Gang.Together.class, together -> together.placed().forEach(placer::release));
    assertThat(placer.available("a")).isEqualTo(Resources.of(1L << 40, 1L << 40));
  }

  @Test
  void aGangOfNoneIsTogether() {
    assertThat(placer.placeTogether(List.of())).isEqualTo(new Gang.Together(List.of()));
  }

  // Preemption.

  @Test
  void fewVictimsGoBeforeManyAndUnimportantOnesBeforeOthers() {
    placer.addNode(node("two-small", 10, 10));
    placer.addNode(node("important", 10, 10));
    placer.addNode(node("unimportant", 10, 10));
    reserve(placer, "two-small", important(5, 0));
    reserve(placer, "two-small", important(5, 0));
    reserve(placer, "important", important(10, 20));
    reserve(placer, "unimportant", important(10, 10));

    assertThat(placer.preemption(important(10, 50)))
        .contains(
            new Preemption(
                "unimportant", List.of(new Victim(placer.prepare(important(10, 10)), 1))));
    assertThat(placer.preemption(important(10, 15)))
        .contains(
            new Preemption("two-small", List.of(new Victim(placer.prepare(important(5, 0)), 2))));
    assertThat(placer.available("unimportant")).isEqualTo(Resources.NONE);
  }

  @Test
  void nothingGoesThatIsNotAtLeastTenLower() {
    placer.addNode(node("a", 10, 10));
    reserve(placer, "a", important(10, 10));

    assertThat(placer.preemption(important(10, 10))).isEmpty();
    assertThat(placer.preemption(important(10, 19))).isEmpty();
    assertThat(placer.preemption(important(10, 20))).map(Preemption::size).contains(1);
  }

  @Test
  void nothingGoesForADemandThatFitsOrNeverWould() {
    placer.addNode(node("a", 10, 10));
    reserve(placer, "a", important(5, 0));

    assertThat(placer.preemption(important(5, 99))).isEmpty();
    assertThat(placer.preemption(important(11, 99))).isEmpty();
    placer.drain("a");
    assertThat(placer.preemption(important(6, 99))).isEmpty();
  }

  @Test
  void onlyWhatStandsInTheWayGoes() {
    placer.addNode(node("a", 10, 10));
    Demand holder = group("dns").fixedPorts(List.of(port(53, Protocol.UDP))).build();
    reserve(placer, "a", important(3, 0));
    reserve(placer, "a", holder);
    Demand wanted = group("other").fixedPorts(List.of(port(53, Protocol.UDP))).priority(10).build();

    assertThat(placer.preemption(wanted))
        .contains(new Preemption("a", List.of(new Victim(placer.prepare(holder), 1))));
  }

  // Plans.

  @Test
  void aPlanSaysWhatWouldBecomeOfEachAndChangesNothing() {
    placer.addNode(node("a", 10, 10));
    placer.addNode(node("b", 20, 20));
    reserve(placer, "a", important(10, 0));
    Demand web = demand(15, 15);

    Plan plan = placer.plan(List.of(web, important(10, 10), important(10, 9)));

    assertThat(plan.complete()).isFalse();
    assertThat(plan.steps().subList(0, 2))
        .containsExactly(
            new Plan.Place(web, "b"),
            new Plan.Preempt(
                important(10, 10),
                new Preemption("a", List.of(new Victim(placer.prepare(important(10, 0)), 1)))));
    assertThat(plan.steps().getLast())
        .isInstanceOfSatisfying(
            Plan.Refuse.class,
            refused ->
                assertThat(refused.why().message())
                    .isEqualTo(
                        "2 nodes: 2 lack cpu (need 10 CPU units, best has 5 CPU units on b)"));
    assertThat(placer.available("a")).isEqualTo(Resources.NONE);
    assertThat(placer.available("b")).isEqualTo(Resources.of(20, 20));
    assertThat(placer.prepare(web).placed()).isZero();
  }

  @Test
  void whatIsPlannedIsWhatHappensAlsoByChance() {
    IntStream.range(0, 50).forEach(i -> placer.addNode(node("n" + i, 10, 10)));
    List<Demand> demands = Collections.nCopies(20, by(random()));

    List<String> planned =
        placer.plan(demands).steps().stream()
            .map(step -> step instanceof Plan.Place place ? place.node() : "nowhere")
            .toList();

    assertThat(demands.stream().map(demand -> place(placer, demand))).isEqualTo(planned);
    assertThat(planned.stream().distinct().count()).isGreaterThan(5);
  }

  @Test
  void drainingIsPlannedWithoutDoingIt() {
    placer.addNode(node("a", 10, 10));
    placer.addNode(node("b", 6, 6));
    reserve(placer, "a", demand(3, 3));
    reserve(placer, "a", demand(5, 5));

    Plan plan = placer.planDrain("a");

    assertThat(plan.steps().getFirst()).isEqualTo(new Plan.Move(demand(5, 5), "a", "b"));
    assertThat(plan.steps().getLast())
        .isInstanceOfSatisfying(
            Plan.Refuse.class,
            refused ->
                assertThat(refused.why().message())
                    .isEqualTo(
                        "2 nodes: 1 are drained or lost,"
                            + " 1 lack cpu (need 3 CPU units, best has 1 CPU units on b)"));
    assertThat(placer.available("a")).isEqualTo(Resources.of(2, 2));
    assertThat(placer.available("b")).isEqualTo(Resources.of(6, 6));
    assertThat(place(placer, demand(1, 1))).as("it is not drained").isEqualTo("a");
  }

  // Scaling in.

  @Test
  void scalingInKeepsASpreadEven() {
    placer.addNode(inZone("a", node("a1", 10, 10)));
    placer.addNode(inZone("b", node("b1", 10, 10)));
    placer.addNode(inZone("c", node("c1", 10, 10)));
    Demand web = by(spread("attribute:zone"));
    for (String node : List.of("a1", "b1", "b1", "b1", "c1", "c1")) {
      reserve(placer, node, web);
    }

    assertThat(placer.scaleIn(placer.prepare(web), Map.of(0, 1, 1, 3, 2, 2), 3))
        .containsExactly(1, 2, 1);
    assertThat(placer.available("b1")).isEqualTo(Resources.of(7, 7));
  }

  @Test
  void scalingInEmptiesTheNodeWithTheMostFree() {
    placer.addNode(node("full", 10, 10));
    placer.addNode(node("empty", 10, 10));
    Demand web = group("web").build();
    reserve(placer, "full", demand(7, 7));
    for (String node : List.of("full", "full", "empty", "empty")) {
      reserve(placer, node, web);
    }
    PreparedDemand prepared = placer.prepare(web);

    assertThat(placer.scaleIn(prepared, Map.of(0, 2, 1, 2), 3)).containsExactly(1, 1, 0);
    assertThat(placer.scaleIn(prepared, Map.of(0, 2), 9)).containsExactly(0, 0);
    assertThat(placer.scaleIn(prepared, Map.of(0, 2, 1, 2), 0)).isEmpty();
  }

  // Why not.

  @Test
  void countsEachNodeOnceAndTheMostFrequentReasonFirst() {
    placer.addNode(node("a", 1000, 300));
    placer.addNode(node("b", 1000, 200));
    placer.addNode(node("c", 10, 1000));
    placer.addNode(inZone("x", node("d", 1, 1)));
    placer.addNode(
        node("e", 9, 9).taintedWith(List.of(new Taint("gpu", "yes", TaintEffect.NO_SCHEDULE))));
    placer.addNode(node("f", 1000, 1000));
    placer.drain("f");
    Demand demand =
        Demand.builder(Resources.of(100, 400))
            .constraint(PlacementConstraint.memberOf("attribute:zone !exists"))
            .build();

    assertThat(unplaced(placer, demand).message())
        .isEqualTo(
            "6 nodes: 2 lack memory (need 400 MiB, best has 300 MiB on a),"
                + " 1 lack cpu (need 100 CPU units, best has 10 CPU units on c),"
                + " 1 fail constraint attribute:zone !exists,"
                + " 1 have taint gpu=yes:NoSchedule, which it does not tolerate,"
                + " 1 are drained or lost");
  }

  @Test
  void theNearestMissIsTheNodeThatTheLeastIsMissingOn() {
    placer.addNode(node("a", 50, 10));
    placer.addNode(node("b", 90, 80));
    placer.addNode(node("drained", 99, 100));
    placer.drain("drained");

    assertThat(unplaced(placer, demand(100, 100)).nearest().orElseThrow().message())
        .isEqualTo("node 'b' could take it with cpu 10, memory 20 MiB more");
  }

  @Test
  void thereIsNoNearestMissWhereRoomIsNotWhatIsMissing() {
    placer.addNode(node("a", 5, 5));
    reserve(placer, "a", group("dns").fixedPorts(List.of(port(53, Protocol.UDP))).build());
    Demand twice =
        Demand.builder(Resources.of(9, 9)).fixedPorts(List.of(port(53, Protocol.UDP))).build();

    assertThat(unplaced(placer, twice).nearest()).isEmpty();
  }

  @Test
  void saysThatThereIsNoNode() {
    assertThat(unplaced(placer, demand(1, 1)).message())
        .isEqualTo("the cluster has no node: add one with Cluster.addNode");
  }

  @Test
  void tellsWhatNoNodeCouldTakeEvenIfAllWereEmpty() {
    placer.addNode(node("a", 100, 100));
    reserve(placer, "a", demand(90, 90));

    assertThat(placer.explain(demand(10, 10))).isEmpty();
    assertThat(placer.explain(demand(11, 10))).isPresent();
    assertThat(placer.explainEmpty(demand(100, 100))).isEmpty();
    assertThat(placer.explainEmpty(demand(100, 101)).orElseThrow().message())
        .isEqualTo("1 node: 1 lack memory (need 101 MiB, best has 100 MiB on a)");
    assertThat(placer.available("a")).isEqualTo(Resources.of(10, 10));
  }
}
