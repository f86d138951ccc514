package dev.berth.testkit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Service;
import dev.berth.Task;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskStatus;
import dev.berth.view.TaskView;
import org.junit.jupiter.api.Test;

/** Rolls to versions that do not work. */
class DeploymentTest {
  private final Simulation simulation = Simulation.nodes(4, Resources.of(4 * 1024, 8 * 1024));

  @Test
  void aVersionThatDoesNotBecomeHealthyCostsNoHealthyTask() {
    Service web = service(4, 50);
    web.awaitSteady(ofMinutes(1));
    simulation.driver().script((task, container) -> Behaviour.runs().failsHealthChecks());

    roll(web, "v1");
    simulation.runFor(ofMinutes(5));

    assertThat(web.view().healthyCount()).isEqualTo(4);
  }

  @Test
  void theRunningTasksOfEveryDeploymentCount() {
    Service web = service(2, 100);
    web.awaitSteady(ofMinutes(1));
    simulation.driver().script((task, container) -> Behaviour.runs().failsHealthChecks());

    for (int i = 1; i <= 11; i++) {
      roll(web, "v" + i);
      simulation.runFor(ofSeconds(2));
    }

    long running =
        web.tasks().stream()
            .map(Task::view)
            .map(TaskView::lastStatus)
            .filter(TaskStatus.RUNNING::equals)
            .count();
    assertThat((long) web.view().runningCount()).isEqualTo(running).isPositive();
  }

  private Service service(int desired, int floor) {
    return simulation
        .cluster()
        .createService(
            ServiceSpec.of("web", simulation.engine().register(Definitions.checked("web", "v0")))
                .desiredCount(desired)
                .minimumHealthyPercent(floor)
                .build());
  }

  private void roll(Service service, String version) {
    TaskDefinition next = simulation.engine().register(Definitions.checked("web", version));
    service.update(change -> change.taskDefinition(next));
  }
}
