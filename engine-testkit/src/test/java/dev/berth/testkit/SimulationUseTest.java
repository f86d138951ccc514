package dev.berth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.AwaitTimeoutException;
import dev.berth.InvalidSpecException;
import dev.berth.NotFoundException;
import dev.berth.Service;
import dev.berth.model.NodeStatus;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a program can do with a simulation. */
class SimulationUseTest {
  private final Simulation simulation =
      Simulation.seed(42).nodes(20, Resources.of(4 * 1024, 8 * 1024)).build();

  @Test
  void replacesWhatAZoneTookAlong() {
    Service web = service(simulation, 50);
    simulation.runFor(Duration.ofMinutes(5));
    List<TaskId> before = simulation.driver().running();
    assertThat(before).hasSize(50);

    simulation.loseZone("eu-1a");
    simulation.runUntilSteady();

    assertThat(web.view().runningCount()).isEqualTo(50);
    assertThat(simulation.driver().running()).hasSize(50).isNotEqualTo(before);
    simulation.returnZone("eu-1a");
    simulation.runFor(Duration.ofMinutes(1));
    assertThat(simulation.cluster().nodes()).allMatch(node -> node.status() == NodeStatus.READY);
    assertThat(simulation.driver().tasks()).hasSize(50);
  }

  @Test
  void keepsWhatOnlyANetworkHid() {
    service(simulation, 20);
    simulation.runUntilSteady();
    List<TaskId> before = simulation.driver().running();

    simulation.cutOffNode("n1");
    simulation.runFor(Duration.ofSeconds(30));
    simulation.returnNode("n1");
    simulation.runFor(Duration.ofMinutes(3));

    assertThat(simulation.driver().running()).isEqualTo(before);
  }

  @Test
  void saysWhatIsNotSteady() {
    Service web = service(simulation, 20);
    web.scale(2_000);
    assertThatThrownBy(simulation::runUntilSteady)
        .isInstanceOf(AwaitTimeoutException.class)
        .hasMessageContaining("test/web");
  }

  @Test
  void refusesNodesAndZonesThatThereAreNot() {
    assertThatThrownBy(() -> simulation.loseNode("n21"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no node 'n21'");
    assertThatThrownBy(() -> simulation.loseZone("eu-2a"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("no node in zone 'eu-2a', only in [eu-1a, eu-1b, eu-1c]");
    assertThatThrownBy(() -> Simulation.seed(1).nodes(-1, Resources.of(1, 1)))
        .isInstanceOf(InvalidSpecException.class);
  }

  @Test
  void hasTheSameHistoryForTheSameSeed() {
    assertThat(history(7)).isEqualTo(history(7)).isNotEqualTo(history(8));
  }

  @Test
  void aFaultThatIsLeftOutTakesNothingFromTheOthers() {
    FaultPlan all = new FaultPlan(5, Fault.all());
    Fault left = all.faults().iterator().next();
    FaultPlan fewer = new FaultPlan(5, EnumSet.complementOf(EnumSet.of(left)));
    assertThat(all.faults()).hasSizeGreaterThan(2).contains(left);
    for (Fault fault : fewer.faults()) {
      for (int i = 0; i < 100; i++) {
        assertThat(fewer.strikes(fault)).isEqualTo(all.strikes(fault));
      }
    }
    assertThat(fewer.faults()).doesNotContain(left).hasSize(all.faults().size() - 1);
  }

  private static List<Object> history(long seed) {
    Simulation one =
        Simulation.seed(seed)
            .nodes(4, Resources.of(4 * 1024, 8 * 1024))
            .faults(EnumSet.of(Fault.CONTAINER_KILLED, Fault.NODE_LOST, Fault.SLOW_START))
            .build();
    service(one, 6);
    one.runFor(Duration.ofMinutes(10));
    Instant chaosEnded = one.time().now();
    one.endFaults();
    one.runUntilSteady();
    return List.of(chaosEnded, one.time().now(), one.driver().tasks(), one.driver().totalStarts());
  }

  private static Service service(Simulation simulation, int count) {
    TaskDefinition definition =
        simulation
            .engine()
            .register(
                TaskDefinition.builder("web")
                    .container("app", app -> app.command("serve").memoryMiB(512).port("http", 80))
                    .build());
    return simulation
        .cluster()
        .createService(ServiceSpec.of("web", definition).desiredCount(count).build());
  }
}
