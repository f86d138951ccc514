package dev.berth.testkit;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.PinnedImage;
import dev.berth.model.PullPolicy;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.Driver;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** An image tag means one thing in one deployment (ECS: resolved to a digest once). */
class PinnedImagesTest {
  private final World world = new World();
  private final Registry registry = new Registry(world.driver());

  /** Tells at each start what a tag stands for at that moment. */
  private static final class Registry extends ForwardingDriver {
    private final List<String> launched = new ArrayList<>();
    private String digest = "sha256:01";

    Registry(Driver real) {
      super(real);
    }

    @Override
    public CompletionStage<TaskReport> create(TaskLaunch launch) {
      launched.add(launch.definition().containers().getFirst().image().orElseThrow());
      return super.create(launch);
    }

    @Override
    public CompletionStage<TaskReport> start(TaskHandle task, String container) {
      PinnedImage image = new PinnedImage(container, "app@" + digest);
      return super.start(task, container).thenApply(report -> report.withImages(List.of(image)));
    }
  }

  private static TaskDefinition app(PullPolicy policy) {
    return TaskDefinition.builder("web")
        .container("app", app -> app.image("app:1").options(by -> by.pullPolicy(policy)))
        .build();
  }

  private void serve(PullPolicy policy) {
    world.start(registry);
    world.nodes(2).createService(world.web(app(policy)).desiredCount(1).build());
    world.web().awaitSteady(ofMinutes(5));
  }

  private void scale(int count) {
    world.web().scale(count);
    world.web().awaitSteady(ofMinutes(5));
  }

  @Test
  void laterTasksGetWhatTheFirstOneGot() {
    serve(PullPolicy.IF_NOT_PRESENT);
    registry.digest = "sha256:02";

    scale(3);

    assertThat(registry.launched).containsExactly("app:1", "app@sha256:01", "app@sha256:01");
    assertThat(world.web().view().deployments().getFirst().images())
        .containsExactly(new PinnedImage("app", "app@sha256:01"));
  }

  @Test
  void theNextDeploymentAsksAgain() {
    serve(PullPolicy.IF_NOT_PRESENT);
    registry.digest = "sha256:02";

    world.web().redeploy();
    world.web().awaitSteady(ofMinutes(5));
    scale(2);

    assertThat(registry.launched).containsExactly("app:1", "app:1", "app@sha256:02");
  }

  @Test
  void whatIsNeverPulledIsTakenAsItIsThere() {
    serve(PullPolicy.NEVER);

    scale(2);

    assertThat(registry.launched).containsExactly("app:1", "app:1");
    assertThat(world.web().view().deployments().getFirst().images()).isEmpty();
  }
}
