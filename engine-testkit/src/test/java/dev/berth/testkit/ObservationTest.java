package dev.berth.testkit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Service;
import dev.berth.Task;
import dev.berth.model.ContainerExit;
import dev.berth.model.PortBinding;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverContext;
import dev.berth.spi.Listing;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskReport;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What drivers tell late, twice or never. */
class ObservationTest {
  private final World world = new World();

  /** The host ports move when a task starts, and no start is ever answered. */
  private static final class MovingDriver extends ForwardingDriver {
    private final Set<TaskHandle> started = new HashSet<>();

    MovingDriver(Driver real) {
      super(real);
    }

    @Override
    public CompletionStage<TaskReport> start(TaskHandle task, String container) {
      started.add(task);
      return super.start(task, container).thenCompose(report -> new CompletableFuture<>());
    }

    @Override
    public CompletionStage<Listing> list() {
      return super.list()
          .thenApply(listing ->
              Listing.of(
                  listing.tasks().stream()
                      .map(report -> started.contains(report.handle()) ? moved(report) : report)
                      .toList()));
    }

    private static TaskReport moved(TaskReport report) {
      return new TaskReport(
          report.handle(),
          report.labels(),
          report.ports().stream()
              .map(port ->
                  new PortBinding(
                      port.container(),
                      port.name(),
                      port.address(),
                      port.hostPort() + 10_000,
                      port.protocol()))
              .toList(),
          report.containers());
    }
  }

  @Test
  void asksAgainAfterAListingThatWasNeverAnswered() {
    AtomicBoolean hangs = new AtomicBoolean();
    world.start(
        new ForwardingDriver(world.driver()) {
          @Override
          public CompletionStage<Listing> list() {
            return hangs.getAndSet(false) ? new CompletableFuture<>() : super.list();
          }
        });
    world.nodes(2).createService(world.web(Definitions.plain("web")).build());
    world.web().awaitSteady(ofMinutes(1));
    hangs.set(true);
    world.time.runFor(ofSeconds(20));
    assertThat(hangs).as("a listing hangs").isFalse();

    TaskId lost = world.web().tasks().getFirst().id();
    world.driver().lose(lost);
    world.time.runFor(ofMinutes(3));

    assertThat(world.driver().running()).hasSize(1).doesNotContain(lost);
  }

  @Test
  void learnsThePortsOfALostStartFromTheListing() {
    world.start(new MovingDriver(world.driver()));
    world.nodes(2).createService(world.web(Definitions.plain("web")).build());

    world.web().awaitSteady(ofMinutes(5));

    assertThat(world.web().endpoint("http").addresses())
        .extracting(PortBinding::hostPort)
        .containsExactly(40_000);
  }

  @Test
  void doesNotTakeALateObservationOfADeletedServicesTaskForOneOfTheNext() {
    AtomicReference<DriverContext> context = new AtomicReference<>();
    world.start(
        new ForwardingDriver(world.driver()) {
          @Override
          public void open(DriverContext opened) {
            context.set(opened);
            super.open(opened);
          }
        });
    ServiceSpec spec =
        world.nodes(2).createService(world.web(Definitions.checked("web")).build()).view().spec();
    world.web().awaitSteady(ofSeconds(30));
    TaskId first = world.web().tasks().getFirst().id();
    Service deleted = world.web();
    deleted.delete();
    deleted.awaitDeleted(ofMinutes(1));
    Service again = world.cluster().createService(spec);
    again.awaitSteady(ofSeconds(30));

    context
        .get()
        .observer()
        .accept(
            new Observation.ContainerSeen(
                first, new ContainerReport.Exited("app", ContainerExit.signal(15))));
    world.time.runFor(ofSeconds(1));

    assertThat(again.stoppedTasks()).isEmpty();
    assertThat(again.tasks()).extracting(Task::id).doesNotContain(first);
  }
}
