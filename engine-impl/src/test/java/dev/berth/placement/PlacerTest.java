package dev.berth.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.NotFoundException;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.Resources;
import dev.berth.view.PlacementExplanation;
import dev.berth.view.PlacementExplanation.DriverCannot;
import dev.berth.view.PlacementExplanation.Lacks;
import dev.berth.view.PlacementExplanation.PortTaken;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlacerTest {
  private final Placer placer = new Placer();

  @Test
  void spreadsTheDemandsOfAGroup() {
    node("a", 1000, 1000);
    node("b", 1000, 900);
    Demand web = demand("web", 10, 10);

    assertThat(placed(web)).isEqualTo("b");
    assertThat(placed(web)).isEqualTo("a");
    assertThat(placed(web)).isEqualTo("b");
  }

  @Test
  void countsTheDemandsOfOtherGroupsNotAsSpread() {
    node("a", 1000, 1000);
    node("b", 1000, 1000);
    placer.reserve("a", demand("db", 10, 500));

    assertThat(placed(demand("web", 10, 10))).isEqualTo("a");
  }

  @Test
  void takesTheNodeWithTheLeastMemoryLeftAmongEquals() {
    node("a", 1000, 1000);
    node("b", 1000, 300);
    node("c", 1000, 200);

    assertThat(placed(demand("web", 10, 250))).isEqualTo("b");
  }

  @Test
  void takesTheFirstByNameAmongEquals() {
    node("n2", 1000, 1000);
    node("n10", 1000, 1000);

    assertThat(placed(demand("web", 1, 1))).isEqualTo("n10");
  }

  @Test
  void fillsANodeToItsLastUnit() {
    node("a", 100, 100);

    assertThat(placed(demand("web", 100, 100))).isEqualTo("a");
    assertThat(placer.available("a")).isEqualTo(Resources.NONE);
    assertThat(placer.choose(demand("web", 0, 1))).isInstanceOf(Choice.NoneFits.class);
    assertThat(placer.choose(demand("web", 0, 0))).isEqualTo(new Choice.Chosen("a"));
  }

  @Test
  void givesAFixedPortOncePerProtocolAndNode() {
    node("a", 1000, 1000);
    node("b", 1000, 1000);
    Demand tcp = withPorts(fixed(53, Protocol.TCP));
    Demand udp = withPorts(fixed(53, Protocol.UDP));

    assertThat(placed(tcp)).isEqualTo("a");
    assertThat(placed(tcp)).isEqualTo("b");
    assertThat(explained(tcp))
        .isEqualTo(new PlacementExplanation(2, List.of(new PortTaken(2, 53))));
    assertThat(placed(udp)).isEqualTo("a");

    placer.release("b", tcp);
    assertThat(placed(tcp)).isEqualTo("b");
  }

  @Test
  void asksTheConstraintOfEveryNode() {
    placer.put(new NodeShape("a", "process", Resources.of(10, 10), new TreeMap<>()));
    placer.put(new NodeShape("b", "docker", Resources.of(10, 10), new TreeMap<>()));
    Constraint docker =
        node ->
            node.driver().equals("docker")
                ? Optional.empty()
                : Optional.of(new DriverCannot(1, node.driver(), "run images"));

    assertThat(placer.choose(new Demand(Resources.of(1, 1), List.of(), "web", docker)))
        .isEqualTo(new Choice.Chosen("b"));
  }

  @Test
  void countsEachNodeOnceAndTheMostFrequentReasonFirst() {
    node("a", 1000, 300);
    node("b", 1000, 200);
    node("c", 10, 1000);
    node("d", 1000, 1000);
    placer.reserve("d", withPorts(fixed(80, Protocol.TCP)));
    Demand demand =
        new Demand(
            Resources.of(100, 400),
            List.of(fixed(80, Protocol.TCP)),
            "web",
            node -> Optional.empty());

    PlacementExplanation explanation = explained(demand);

    assertThat(explanation)
        .isEqualTo(
            new PlacementExplanation(
                4,
                List.of(
                    new Lacks(2, "memory", 400, 300, "a"),
                    new Lacks(1, "cpu", 100, 10, "c"),
                    new PortTaken(1, 80))));
  }

  @Test
  void explainsThatThereIsNoNode() {
    assertThat(explained(demand("web", 1, 1))).isEqualTo(new PlacementExplanation(0, List.of()));
  }

  @Test
  void tellsWhatNoNodeCouldTakeEvenIfAllWereEmpty() {
    node("a", 100, 100);
    placer.reserve("a", demand("web", 90, 90));

    assertThat(placer.explainEmpty(demand("web", 100, 100))).isEmpty();
    assertThat(placer.explainEmpty(demand("web", 100, 101)))
        .contains(new PlacementExplanation(1, List.of(new Lacks(1, "memory", 101, 100, "a"))));
    assertThat(placer.available("a")).isEqualTo(Resources.of(10, 10));
  }

  @Test
  void aNodeThatChangesKeepsWhatIsReservedOnIt() {
    node("a", 100, 100);
    placer.reserve("a", demand("web", 60, 60));

    node("a", 200, 50);

    assertThat(placer.available("a")).isEqualTo(Resources.of(140, 0));
    assertThat(explained(demand("web", 1, 1)))
        .isEqualTo(new PlacementExplanation(1, List.of(new Lacks(1, "memory", 1, 0, "a"))));
    placer.release("a", demand("web", 60, 60));
    assertThat(placer.available("a")).isEqualTo(Resources.of(200, 50));
  }

  @Test
  void saysWhichNodesItHas() {
    node("a", 1, 1);
    node("b", 1, 1);
    placer.remove("b");

    assertThat(placer.size()).isEqualTo(1);
    assertThatThrownBy(() -> placer.available("b"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("no node 'b', only [a]");
    assertThatThrownBy(() -> placer.reserve("b", demand("web", 1, 1)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> placer.release("b", demand("web", 1, 1)))
        .isInstanceOf(NotFoundException.class);
  }

  private void node(String name, long cpu, long memory) {
    placer.put(new NodeShape(name, "simulated", Resources.of(cpu, memory), new TreeMap<>()));
  }

  private String placed(Demand demand) {
    Choice choice = placer.choose(demand);
    assertThat(choice).isInstanceOf(Choice.Chosen.class);
    String node = ((Choice.Chosen) choice).node();
    placer.reserve(node, demand);
    return node;
  }

  private PlacementExplanation explained(Demand demand) {
    Choice choice = placer.choose(demand);
    assertThat(choice).isInstanceOf(Choice.NoneFits.class);
    return ((Choice.NoneFits) choice).explanation();
  }

  private static Demand demand(String group, long cpu, long memory) {
    return new Demand(Resources.of(cpu, memory), List.of(), group, node -> Optional.empty());
  }

  private static Demand withPorts(PortMapping... ports) {
    return new Demand(Resources.NONE, List.of(ports), "dns", node -> Optional.empty());
  }

  private static PortMapping fixed(int port, Protocol protocol) {
    return new PortMapping("p", port, port, protocol);
  }
}
