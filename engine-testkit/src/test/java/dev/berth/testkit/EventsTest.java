package dev.berth.testkit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.EngineClosedException;
import dev.berth.EngineOverloadedException;
import dev.berth.Events;
import dev.berth.Service;
import dev.berth.event.ClusterCreated;
import dev.berth.event.ContainerStarted;
import dev.berth.event.ContainerStarting;
import dev.berth.event.DeploymentCompleted;
import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import dev.berth.event.ServiceCreated;
import dev.berth.event.TaskCreated;
import dev.berth.event.TaskPlaced;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskSettled;
import dev.berth.event.TaskStarted;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsTest {
  private Simulation simulation;

  @BeforeEach
  void start() {
    simulation = Simulation.nodes(2, Resources.of(4 * 1024, 8 * 1024));
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void tellWhatHappenedInItsOrder() {
    List<EventRecord> events = subscribe();

    service("web", 1).awaitSteady(ofMinutes(2));
    simulation.runFor(ofSeconds(1));

    assertThat(events)
        .extracting(record -> record.event().getClass().getSimpleName())
        .containsExactly(
            "TaskDefinitionRegistered",
            ServiceCreated.class.getSimpleName(),
            TaskRequested.class.getSimpleName(),
            TaskPlaced.class.getSimpleName(),
            TaskCreated.class.getSimpleName(),
            ContainerStarting.class.getSimpleName(),
            ContainerStarted.class.getSimpleName(),
            TaskStarted.class.getSimpleName(),
            TaskSettled.class.getSimpleName(),
            DeploymentCompleted.class.getSimpleName());
  }

  @Test
  void areNumberedWithoutGapsAndNeverGoBackInTime() {
    List<EventRecord> events = subscribe();
    Service web = service("web", 5);
    web.awaitSteady(ofMinutes(2));
    web.scale(2);
    web.awaitSteady(ofMinutes(2));
    simulation.driver().kill(web.tasks().getFirst().id(), "app");
    simulation.runFor(ofMinutes(2));

    long first = events.getFirst().sequence();
    assertThat(events)
        .hasSizeGreaterThan(40)
        .extracting(EventRecord::sequence)
        .containsExactlyElementsOf(LongStream.range(first, first + events.size()).boxed().toList());
    assertThat(events).extracting(EventRecord::time).isSorted();
  }

  @Test
  void beginWithTheSubscription() {
    service("web", 1).awaitSteady(ofMinutes(2));
    simulation.runFor(ofSeconds(1));

    List<EventRecord> events = subscribe();
    simulation.runFor(ofSeconds(1));
    assertThat(events).isEmpty();
    simulation.engine().createCluster("other");
    simulation.runFor(ofSeconds(1));

    assertThat(events).extracting(EventRecord::event).containsExactly(new ClusterCreated("other"));
  }

  @Test
  void areTheSameForEverySubscriber() {
    List<EventRecord> one = subscribe();
    List<EventRecord> other = subscribe();
    List<EventRecord> clusters = new ArrayList<>();
    simulation
        .engine()
        .events()
        .subscribe(Events.matching(event -> event instanceof ClusterCreated, clusters::add));

    service("web", 2).awaitSteady(ofMinutes(2));
    simulation.engine().createCluster("other");
    simulation.runFor(ofSeconds(1));

    assertThat(one).isEqualTo(other);
    assertThat(clusters).containsExactly(one.getLast());
  }

  @Test
  void aSlowSubscriberStallsNeitherTheEngineNorOthers() {
    Recorder slow = new Recorder(1);
    simulation.engine().events().subscribe(slow);
    List<EventRecord> quick = subscribe();

    Service web = service("web", 3);
    web.awaitSteady(ofMinutes(2));
    simulation.runFor(ofSeconds(1));

    assertThat(slow.seen).hasSize(1);
    assertThat(quick).hasSizeGreaterThan(20);
    slow.subscription.request(Long.MAX_VALUE);
    simulation.runFor(ofSeconds(1));
    assertThat(slow.seen).isEqualTo(quick);
  }

  @Test
  void aSubscriberThatIsTooFarBehindIsToldAndDropped() {
    Recorder stuck = new Recorder(0);
    simulation.engine().events().subscribe(stuck);
    List<EventRecord> quick = subscribe();

    for (int i = 0; i <= 65_536; i++) {
      simulation.engine().createCluster("c" + i);
    }
    simulation.runFor(ofSeconds(1));

    assertThat(stuck.failure)
        .isInstanceOf(EngineOverloadedException.class)
        .hasMessage("the subscriber was more than 65536 events behind and was dropped");
    assertThat(stuck.seen).isEmpty();
    assertThat(quick).hasSize(65_537);
  }

  @Test
  void aSubscriberThatThrowsIsDroppedAlone() {
    List<EventRecord> quick = subscribe();
    List<Event> seen = new ArrayList<>();
    simulation
        .engine()
        .events()
        .subscribe(
            Events.matching(
                event -> true,
                record -> {
                  seen.add(record.event());
                  throw new IllegalStateException("a subscriber's own fault");
                }));

    service("web", 1).awaitSteady(ofMinutes(2));
    simulation.runFor(ofSeconds(1));

    assertThat(seen).hasSize(1);
    assertThat(quick).hasSize(10);
  }

  @Test
  void aRequestForNothingIsRefused() {
    Recorder recorder = new Recorder(0);
    simulation.engine().events().subscribe(recorder);
    simulation.runFor(ofSeconds(1));

    recorder.subscription.request(-1);
    simulation.engine().createCluster("other");
    simulation.runFor(ofSeconds(1));

    assertThat(recorder.failure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requested -1 events");
    assertThat(recorder.seen).isEmpty();
  }

  @Test
  void endWithACancellation() {
    Recorder recorder = new Recorder(Long.MAX_VALUE);
    simulation.engine().events().subscribe(recorder);
    simulation.engine().createCluster("one");
    simulation.runFor(ofSeconds(1));

    recorder.subscription.cancel();
    recorder.subscription.cancel();
    simulation.engine().createCluster("two");
    simulation.runFor(ofSeconds(1));

    assertThat(recorder.seen)
        .extracting(EventRecord::event)
        .containsExactly(new ClusterCreated("one"));
    assertThat(recorder.completed).isFalse();
    assertThat(recorder.failure).isNull();
  }

  @Test
  void completeWhenTheEngineIsClosed() {
    Recorder recorder = new Recorder(Long.MAX_VALUE);
    simulation.engine().events().subscribe(recorder);
    service("web", 1).awaitSteady(ofMinutes(2));

    simulation.engine().close();

    assertThat(recorder.completed).isTrue();
    assertThat(recorder.failure).isNull();
    assertThat(recorder.seen.getLast().event().getClass().getSimpleName()).isEqualTo("TaskStopped");
    assertThatThrownBy(() -> simulation.engine().events())
        .isInstanceOf(EngineClosedException.class);
  }

  @Test
  void aSubscriberMayCallTheEngine() {
    List<Instant> heard = new ArrayList<>();
    simulation
        .engine()
        .events()
        .subscribe(
            Events.matching(
                event -> event instanceof TaskStarted,
                record -> {
                  simulation.cluster().service("web").scale(2);
                  heard.add(record.time());
                }));

    Service web = service("web", 1);
    simulation.runFor(ofMinutes(2));

    assertThat(heard).hasSize(2);
    assertThat(web.view().runningCount()).isEqualTo(2);
  }

  private List<EventRecord> subscribe() {
    List<EventRecord> events = new ArrayList<>();
    simulation.engine().events().subscribe(Events.matching(event -> true, events::add));
    return events;
  }

  private Service service(String name, int desired) {
    return simulation
        .cluster()
        .createService(
            ServiceSpec.of(name, simulation.engine().register(Definitions.plain(name)))
                .desiredCount(desired)
                .build());
  }

  private static final class Recorder implements Flow.Subscriber<EventRecord> {
    private final List<EventRecord> seen = new ArrayList<>();
    private final long demand;
    private Flow.Subscription subscription;
    private Throwable failure;
    private boolean completed;

    Recorder(long demand) {
      this.demand = demand;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (demand > 0) {
        given.request(demand);
      }
    }

    @Override
    public void onNext(EventRecord record) {
      seen.add(record);
    }

    @Override
    public void onError(Throwable error) {
      failure = error;
    }

    @Override
    public void onComplete() {
      completed = true;
    }
  }
}
