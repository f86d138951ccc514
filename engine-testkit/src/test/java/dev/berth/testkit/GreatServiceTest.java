package dev.berth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ServiceSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GreatServiceTest {
  @Test
  void doesNotDropASubscriberThatKeepsUp() throws Exception {
    try (Simulation simulation = Simulation.empty()) {
      RecordingSubscriber subscriber = new RecordingSubscriber();
      simulation.engine().events().subscribe(subscriber);
      simulation.runFor(Duration.ofSeconds(1));
      subscriber.subscribed().get().request(Long.MAX_VALUE);

      simulation
          .cluster()
          .createService(
              ServiceSpec.of("web", simulation.engine().register(Definitions.plain("web")))
                  .desiredCount(40_000)
                  .build());
      simulation.runFor(Duration.ofSeconds(1));

      assertThat(simulation.cluster().service("web").tasks()).hasSize(40_000);
      assertThat(subscriber.completed()).isNotDone();
    }
  }
}
