package dev.berth.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.AwaitTimeoutException;
import dev.berth.InvalidSpecException;
import dev.berth.Service;
import dev.berth.model.NodeSpec;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.view.TaskView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service says of placement is what its tasks get. */
class PlacementOfServicesTest {
  private static final String ZONE = "ecs.availability-zone";

  private Simulation simulation;

  @BeforeEach
  void start() {
    simulation = Simulation.empty();
    for (int i = 0; i < 6; i++) {
      simulation
          .cluster()
          .addNode(
              NodeSpec.of("n" + i, Resources.of(4_096, 8_192))
                  .attribute(ZONE, "abc".substring(i / 2, i / 2 + 1))
                  .attribute("disk", i % 2 == 0 ? "fast" : "slow"));
    }
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void tasksAreEvenOverZonesAndThenOverNodesByDefault() {
    Service web = service(spec -> spec.desiredCount(6));

    assertThat(tasksPerNode(web).values()).containsOnly(1).hasSize(6);
  }

  private Service ofImage(String family, PlacementConstraint... constraints) {
    TaskDefinition definition =
        simulation
            .engine()
            .register(
                TaskDefinition.builder(family)
                    .container("app", app -> app.image("heavy:1").command("serve"))
                    .build());
    Service service =
        simulation
            .cluster()
            .createService(
                ServiceSpec.of(family, definition.id())
                    .desiredCount(1)
                    .placementConstraints(constraints)
                    .build());
    service.awaitSteady(ofSeconds(60));
    return service;
  }

  @Test
  void aNodeThatHasTheImageIsPreferredAmongThoseTheSpreadLeaves() {
    Service there =
        ofImage(
            "there",
            PlacementConstraint.memberOf("attribute:disk == slow and attribute:" + ZONE + " == c"));
    assertThat(tasksPerNode(there)).containsOnlyKeys("n5");

    Service anywhere = ofImage("anywhere");
    assertThat(tasksPerNode(anywhere)).containsOnlyKeys("n5");

    anywhere.scale(6);
    anywhere.awaitSteady(ofSeconds(60));
    assertThat(tasksPerNode(anywhere).values()).containsOnly(1).hasSize(6);
  }

  @Test
  void aConstraintKeepsTasksOffTheOtherNodes() {
    Service web =
        service(spec ->
            spec.desiredCount(6)
                .placementConstraints(PlacementConstraint.memberOf("attribute:disk == fast")));

    assertThat(tasksPerNode(web)).containsOnlyKeys("n0", "n2", "n4");
  }

  @Test
  void aConstraintOfTheTaskDefinitionCountsToo() {
    TaskDefinition definition =
        simulation
            .engine()
            .register(
                TaskDefinition.builder("app")
                    .container("app", app -> app.command("serve"))
                    .placementConstraint(
                        PlacementConstraint.memberOf("attribute:" + ZONE + " == b"))
                    .build());
    Service web =
        simulation
            .cluster()
            .createService(ServiceSpec.of("web", definition.id()).desiredCount(4).build());
    web.awaitSteady(ofSeconds(60));

    assertThat(tasksPerNode(web)).containsOnlyKeys("n2", "n3");
  }

  @Test
  void whatMayStandOnceOnANodeWaitsForAnother() {
    Service web =
        service(spec ->
            spec.desiredCount(6).placementConstraints(PlacementConstraint.distinctInstance()));
    web.scale(7);

    assertThatThrownBy(() -> web.awaitSteady(ofSeconds(5)))
        .isInstanceOf(AwaitTimeoutException.class)
        .hasMessageContaining("6 nodes: 6 have one of 'service:web' already (distinctInstance)");
    assertThat(tasksPerNode(web).values()).containsOnly(1).hasSize(6);

    simulation.cluster().addNode(NodeSpec.of("n6", Resources.of(4_096, 8_192)));
    web.awaitSteady(ofSeconds(60));
    assertThat(tasksPerNode(web)).hasSize(7);
  }

  @Test
  void binpackFillsANodeBeforeTheNext() {
    Service web =
        service(spec ->
            spec.desiredCount(8).placementStrategies(PlacementStrategy.binpack(Resources.MEMORY)));

    assertThat(tasksPerNode(web)).hasSize(1);
  }

  @Test
  void scalingInKeepsTheZonesEven() {
    Service web = service(spec -> spec.desiredCount(9));

    web.scale(3);
    web.awaitSteady(ofSeconds(60));

    Map<String, String> zones =
        simulation.cluster().nodes().stream()
            .collect(
                Collectors.toMap(node -> node.id().name(), node -> node.attributes().get(ZONE)));
    assertThat(web.tasks())
        .extracting(task -> zones.get(task.view().node().orElseThrow().name()))
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void scalingInUnderBinpackEmptiesTheNodeThatHasTheMostFree() {
    Service web =
        service(spec ->
            spec.desiredCount(20).placementStrategies(PlacementStrategy.binpack(Resources.MEMORY)));
    assertThat(tasksPerNode(web)).containsEntry("n0", 16).containsEntry("n1", 4);

    web.scale(16);
    web.awaitSteady(ofSeconds(60));

    assertThat(tasksPerNode(web)).containsOnlyKeys("n0").containsEntry("n0", 16);
  }

  @Test
  void aChangedConstraintCountsForTheNextTasksAndTheOldOnesGoFirst() {
    Service web = service(spec -> spec.desiredCount(6));

    web.update(change ->
        change.placementConstraints(PlacementConstraint.memberOf("attribute:disk == fast")));
    web.scale(9);
    web.awaitSteady(ofSeconds(60));
    assertThat(tasksPerNode(web)).containsEntry("n0", 2).containsEntry("n1", 1);

    web.scale(3);
    web.awaitSteady(ofSeconds(60));
    assertThat(tasksPerNode(web)).containsOnlyKeys("n0", "n2", "n4");
  }

  @Test
  void aConstraintThatNoNodeMeetsIsRefusedAtOnce() {
    assertThatThrownBy(() ->
            service(spec ->
                spec.desiredCount(1)
                    .placementConstraints(PlacementConstraint.memberOf("attribute:disk == none"))))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("6 nodes: 6 fail constraint attribute:disk == none");
    assertThat(simulation.cluster().services()).isEmpty();
  }

  @Test
  void aResourceThatANodeBringsLaterIsCountedFromThenOn() {
    TaskDefinition definition =
        simulation
            .engine()
            .register(
                TaskDefinition.builder("app")
                    .container("app", app -> app.command("serve").resource("license", 1))
                    .build());
    ServiceSpec spec = ServiceSpec.of("web", definition.id()).desiredCount(2).build();
    assertThatThrownBy(() -> simulation.cluster().createService(spec))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("6 lack license (need 1, best has 0 on n0)");

    simulation
        .cluster()
        .addNode(NodeSpec.of("licensed", Resources.of(4_096, 8_192).with("license", 2)));
    Service web = simulation.cluster().createService(spec);
    web.awaitSteady(ofSeconds(60));

    assertThat(tasksPerNode(web)).containsOnlyKeys("licensed");
    web.scale(3);
    assertThatThrownBy(() -> web.awaitSteady(ofMillis(500)))
        .hasMessageContaining("license (need 1, best has 0");
  }

  private Service service(UnaryOperator<ServiceSpec.Builder> change) {
    TaskDefinition definition =
        simulation
            .engine()
            .register(
                TaskDefinition.builder("app")
                    .container(
                        "app", app -> app.command("serve").cpuUnits(256).memoryReservationMiB(512))
                    .build());
    Service web =
        simulation
            .cluster()
            .createService(change.apply(ServiceSpec.of("web", definition.id())).build());
    web.awaitSteady(ofSeconds(60));
    return web;
  }

  private static Map<String, Integer> tasksPerNode(Service service) {
    Map<String, Integer> counts = new TreeMap<>();
    List<TaskView> tasks = service.tasks().stream().map(task -> task.view()).toList();
    tasks.forEach(
        task -> task.node().ifPresent(node -> counts.merge(node.name(), 1, Integer::sum)));
    return counts;
  }
}
