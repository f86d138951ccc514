package dev.berth.testkit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Service;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.view.NodeView;
import org.junit.jupiter.api.Test;

/** What is changed about a service reaches the tasks it has. */
class TermsTest {
  private final Simulation simulation = Simulation.nodes(2, Resources.of(4 * 1024, 8 * 1024));

  @Test
  void aShorterHealthyAfterCountsForTasksThatRun() {
    Service web =
        service(ServiceSpec.of("web", register(Definitions.plain("web"))).healthyAfter(ofHours(1)));
    simulation.runFor(ofSeconds(10));

    web.update(change -> change.healthyAfter(ofSeconds(1)));

    web.awaitSteady(ofSeconds(30));
  }

  @Test
  void aShorterDeregistrationDelayCountsForTasksThatWaitForTheirs() {
    Service web =
        service(
            ServiceSpec.of("web", register(Definitions.checked("web")))
                .desiredCount(2)
                .deregistrationDelay(ofHours(1)));
    web.awaitSteady(ofSeconds(30));
    web.scale(1);
    simulation.runFor(ofSeconds(10));
    assertThat(simulation.driver().running()).hasSize(2);

    web.update(change -> change.deregistrationDelay(ofSeconds(1)));

    web.awaitSteady(ofSeconds(30));
    assertThat(simulation.driver().running()).hasSize(1);
  }

  @Test
  void aServiceChangesAlthoughItsDefinitionNoLongerFitsAnyNode() {
    TaskDefinition big =
        register(
            TaskDefinition.builder("big")
                .container("app", app -> app.command("serve").memoryMiB(6_000))
                .build());
    Service service = service(ServiceSpec.of("big", big));
    service.awaitSteady(ofMinutes(1));
    service.scale(0);
    service.awaitSteady(ofMinutes(1));
    for (NodeView node : simulation.cluster().nodes()) {
      simulation.cluster().addNode(NodeSpec.of(node.id().name(), Resources.of(2 * 1024, 2 * 1024)));
    }

    service.update(change -> change.deregistrationDelay(ofSeconds(1)));
    service.scale(0);

    assertThat(service.view().spec().deregistrationDelay()).isEqualTo(ofSeconds(1));
  }

  private TaskDefinition register(TaskDefinition definition) {
    return simulation.engine().register(definition);
  }

  private Service service(ServiceSpec.Builder spec) {
    return simulation.cluster().createService(spec.build());
  }
}
