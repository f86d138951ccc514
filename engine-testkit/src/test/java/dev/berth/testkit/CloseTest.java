package dev.berth.testkit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Events;
import dev.berth.Service;
import dev.berth.event.EngineClosing;
import dev.berth.event.EventRecord;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A close stops every task, whatever the engine is about. */
class CloseTest {
  private final Simulation simulation = Simulation.nodes(2, Resources.of(4 * 1024, 8 * 1024));

  @AfterEach
  void nothingIsLeft() {
    assertThat(simulation.driver().tasks()).as("tasks left after close").isEmpty();
  }

  @Test
  void endsADrainThatBeganBefore() {
    Service web = service(checked().desiredCount(2).deregistrationDelay(ofMinutes(5)));
    web.awaitSteady(ofSeconds(30));
    web.scale(1);
    simulation.runFor(ofSeconds(1));
    assertThat(simulation.driver().running()).hasSize(2);

    simulation.close();
  }

  @Test
  void waitsForEveryStopAlsoWhereTheyQueue() {
    simulation.cluster().addNode(NodeSpec.of("n3", Resources.of(64 * 1024, 64 * 1024)));
    simulation.driver().script((task, container) -> Behaviour.runs().ignoresStop());
    service(checked().desiredCount(100)).awaitSteady(ofMinutes(2));

    simulation.close();
  }

  @Test
  void isNotCutShortByACloseFromASubscriber() {
    service(checked().desiredCount(2)).awaitSteady(ofSeconds(30));
    simulation
        .engine()
        .events()
        .subscribe(
            Events.matching(
                EngineClosing.class::isInstance, record -> simulation.engine().close()));

    simulation.close();
  }

  @Test
  void mayComeFromASubscriber() {
    service(checked().desiredCount(2)).awaitSteady(ofSeconds(30));
    simulation
        .engine()
        .events()
        .subscribe(Events.matching(event -> true, record -> simulation.engine().close()));

    simulation.cluster().service("web").scale(3);
    simulation.runFor(ofMinutes(1));
  }

  @Test
  void completesASubscriberThatComesLate() {
    Flow.Publisher<EventRecord> events = simulation.engine().events();
    simulation.close();
    RecordingSubscriber late = new RecordingSubscriber();

    events.subscribe(late);
    simulation.runFor(ofSeconds(1));

    assertThat(late.completed()).isCompleted();
  }

  private ServiceSpec.Builder checked() {
    return ServiceSpec.of("web", simulation.engine().register(Definitions.checked("web")));
  }

  private Service service(ServiceSpec.Builder spec) {
    return simulation.cluster().createService(spec.build());
  }
}
