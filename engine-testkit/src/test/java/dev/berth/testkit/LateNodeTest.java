package dev.berth.testkit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Service;
import dev.berth.model.NodeSpec;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was accepted before a node joined does not stop the engine when that node comes. */
class LateNodeTest {
  private static final Resources SIZE = Resources.of(1_024, 1_024);

  private Simulation simulation;

  @BeforeEach
  void start() {
    simulation = Simulation.empty();
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void aNodeThatKeepsAnExpressionBusyForEverGetsNothingAndHoldsUpNothing() {
    Service web =
        simulation
            .cluster()
            .createService(
                ServiceSpec.of("web", register("attribute:note =~ '(.*a){20}|b'"))
                    .desiredCount(1)
                    .build());
    simulation.cluster().addNode(NodeSpec.of("busy", SIZE).attribute("note", "a".repeat(60) + "!"));
    simulation.runFor(ofSeconds(10));
    assertThat(web.tasks()).noneMatch(task -> task.view().lastStatus() == TaskStatus.RUNNING);

    simulation.cluster().addNode(NodeSpec.of("good", SIZE).attribute("note", "b"));
    assertRunsOn("good", web);
    simulation.restart();
    assertRunsOn("good", simulation.cluster().service("web"));
  }

  @Test
  void packingByWhatNoNodeHasPrefersNone() {
    Service web =
        simulation
            .cluster()
            .createService(
                ServiceSpec.of("web", register())
                    .desiredCount(1)
                    .placementStrategies(PlacementStrategy.binpack("disk"))
                    .build());
    simulation.cluster().addNode(NodeSpec.of("plain", SIZE));
    assertRunsOn("plain", web);
    simulation.restart();
    assertRunsOn("plain", simulation.cluster().service("web"));
  }

  private void assertRunsOn(String node, Service service) {
    simulation.runFor(ofSeconds(60));
    assertThat(service.tasks())
        .filteredOn(task -> task.view().lastStatus() == TaskStatus.RUNNING)
        .singleElement()
        .satisfies(task -> assertThat(task.view().node().orElseThrow().name()).isEqualTo(node));
  }

  private TaskDefinition register(String... expressions) {
    TaskDefinition.Builder builder =
        TaskDefinition.builder("web").container("app", app -> app.command("serve"));
    for (String expression : expressions) {
      builder.memberOf(expression);
    }
    return simulation.engine().register(builder.build());
  }
}
