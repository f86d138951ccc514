package dev.berth.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.Listing;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLabels;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data plane does what a driver promises, although it keeps two numbers for a task. */
class DataPlaneTest {
  private static final ServiceId WEB = new ServiceId("c2m", "web");
  private static final ServiceId WEB_1 = new ServiceId("c2m", "web1");

  private final List<Observation> observed = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void aTaskIsReportedAsItWasCreated() {
    Driver rack = opened(new DataPlane(2), 0);
    TaskReport created = get(rack.create(launch(WEB, 7, "n1", 4_000_000_000L)));
    assertThat(created.handle()).isEqualTo(new TaskHandle("c2m--web--7"));
    assertThat(created.labels())
        .isEqualTo(new TaskLabels("engine", new TaskId(WEB, 7), "hash", 4_000_000_000L));
    assertThat(created.containers()).containsExactly(new ContainerReport.Created("app"));
    assertThat(get(rack.start(created.handle(), "app")).containers())
        .containsExactly(new ContainerReport.Running("app"));
    assertThat(get(rack.list()).tasks())
        .containsExactly(get(rack.inspect(created.handle())).orElseThrow());
  }

  @Test
  void servicesWhoseNamesBeginAlikeAreNotMixedUp() {
    Driver rack = opened(new DataPlane(1), 0);
    get(rack.create(launch(WEB, 12, "n0", 1)));
    get(rack.create(launch(WEB_1, 2, "n0", 2)));
    assertThat(get(rack.list()).tasks())
        .extracting(report -> report.labels().task())
        .containsExactlyInAnyOrder(new TaskId(WEB, 12), new TaskId(WEB_1, 2));
    get(rack.destroy(new TaskHandle("c2m--web--12")));
    assertThat(get(rack.list()).tasks())
        .extracting(report -> report.labels().task())
        .containsExactly(new TaskId(WEB_1, 2));
  }

  @Test
  void aContainerIsStartedOnceHoweverOftenItIsAskedFor() {
    DataPlane plane = new DataPlane(1);
    Driver rack = opened(plane, 0);
    TaskHandle task = get(rack.create(launch(WEB, 1, "n0", 1))).handle();
    get(rack.start(task, "app"));
    get(rack.create(launch(WEB, 1, "n0", 1)));
    assertThat(get(rack.start(task, "app")).containers())
        .containsExactly(new ContainerReport.Running("app"));
    assertThat(plane.started()).isEqualTo(1);
  }

  @Test
  void stoppingAndDestroyingWhatIsGoneSucceeds() {
    DataPlane plane = new DataPlane(1);
    Driver rack = opened(plane, 0);
    TaskHandle task = get(rack.create(launch(WEB, 1, "n0", 1))).handle();
    get(rack.start(task, "app"));
    get(rack.stop(task, "app", Duration.ZERO));
    assertThat(get(rack.recover(task)).containers().getFirst())
        .isInstanceOf(ContainerReport.Exited.class);
    for (int i = 0; i < 2; i++) {
      get(rack.destroy(task));
      get(rack.stop(task, "app", Duration.ZERO));
    }
    assertThat(plane.tasks()).isZero();
    assertThatThrownBy(() -> get(rack.recover(task)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            DriverException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(DriverException.Reason.NOT_FOUND));
  }

  @Test
  void lostNodesTakeTheirTasksWithThemAndAreListed() {
    DataPlane plane = new DataPlane(10);
    Driver rack = opened(plane, 0);
    for (int node = 0; node < 10; node++) {
      get(rack.create(launch(WEB, node + 1, "n" + node, node + 1)));
    }
    assertThat(plane.loseLast("c2m", 2)).isEqualTo(2);
    assertThat(plane.loseScattered("c2m", 2)).isEqualTo(2);
    Listing listing = get(rack.list());
    assertThat(listing.unreachable())
        .containsOnlyKeys(node("n8"), node("n9"), node("n0"), node("n4"));
    assertThat(listing.tasks())
        .extracting(report -> report.labels().task().number())
        .containsExactlyInAnyOrder(2L, 3L, 4L, 6L, 7L, 8L);
    assertThat(observed).hasSize(2).allMatch(Observation.Missed.class::isInstance);
    assertThatThrownBy(() -> get(rack.create(launch(WEB, 20, "n9", 20))))
        .hasMessageContaining("n9");
  }

  @Test
  void lossesAllOverReachEveryRack() {
    DataPlane plane = new DataPlane(300);
    List<Driver> racks = new ArrayList<>();
    for (int rack = 0; rack < 3; rack++) {
      racks.add(opened(plane, rack));
    }
    plane.loseScattered("c2m", 6);
    assertThat(racks).allSatisfy(rack -> assertThat(get(rack.list()).unreachable()).isNotEmpty());
    assertThat(racks.stream().mapToInt(rack -> get(rack.list()).unreachable().size()).sum())
        .isEqualTo(6);
  }

  @Test
  void nodesAreSharedOutToRacksAndZones() {
    DataPlane plane = new DataPlane(250);
    assertThat(plane.drivers()).hasSize(3);
    assertThat(plane.nodeSpecs(Resources.of(1, 1)))
        .extracting(List::size)
        .containsExactly(100, 100, 50);
    assertThat(plane.nodeSpecs(Resources.of(1, 1)).get(2).getFirst().driver())
        .contains(plane.drivers().get(2).name());
  }

  @Test
  void whatWasSavedRunsInTheNextProcess() {
    DataPlane plane = new DataPlane(101);
    Driver first = opened(plane, 0);
    TaskHandle task = get(first.create(launch(WEB, 1, "n3", 1))).handle();
    get(first.start(task, "app"));
    get(opened(plane, 1).create(launch(WEB_1, 9, "n100", 77)));
    plane.save(folder.resolve("plane"));
    DataPlane loaded = DataPlane.load(101, folder.resolve("plane"));
    for (int rack = 0; rack < 2; rack++) {
      assertThat(get(opened(loaded, rack).list()).tasks())
          .isNotEmpty()
          .isEqualTo(get(plane.drivers().get(rack).list()).tasks());
    }
    assertThat(loaded.started()).isZero();
    assertThat(loaded.loseLast("c2m", 1)).isEqualTo(1);
  }

  private Driver opened(DataPlane plane, int rack) {
    Driver driver = plane.drivers().get(rack);
    driver.open(new DriverContext("engine", folder, observed::add));
    return driver;
  }

  private static TaskLaunch launch(ServiceId service, long number, String node, long sequence) {
    TaskId task = new TaskId(service, number);
    return new TaskLaunch(
        task,
        node(node),
        TaskDefinition.builder("web").container("app", app -> app.image("redis:7")).build(),
        new TaskLabels("engine", task, "hash", sequence));
  }

  private static NodeId node(String name) {
    return new NodeId("c2m", name);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
