package dev.berth.driver.docker;

import static dev.berth.driver.docker.DockerWorld.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.AwaitTimeoutException;
import dev.berth.Engine;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.Mount;
import dev.berth.model.NetworkMode;
import dev.berth.model.NodeId;
import dev.berth.model.NodeSpec;
import dev.berth.model.NodeStatus;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.LogLine;
import dev.berth.spi.TaskLabels;
import dev.berth.spi.TaskLaunch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What befalls a daemon, and what others do to our containers: each time on a real one. */
@ExtendWith(DockerExtension.class)
class DockerFaultsTest {
  private final DockerDaemon shared;

  @TempDir Path directory;

  DockerFaultsTest(DockerDaemon daemon) {
    this.shared = daemon;
  }

  private DockerWorld world(DockerDaemon daemon) {
    return new DockerWorld(directory, DockerWorld.driver(daemon));
  }

  private static NodeStatus node(DockerWorld world) {
    return world.engine().cluster("shop").nodes().getFirst().status();
  }

  private static Set<String> names(Service service) {
    Set<String> names = new TreeSet<>();
    service.tasks().forEach(task -> names.add(task.id().toString()));
    return names;
  }

  @Test
  void tasksOutliveTheirDaemonsSigkillOrAreReplaced() throws IOException {
    try (DockerDaemon daemon = DockerDaemon.start(3);
        DockerWorld world = world(daemon)) {
      Service service = world.serve(20, DockerWorld.sleeper("app"));
      service.awaitSteady(LONG);

      daemon.kill();
      DockerDaemon.await("the node to be lost", () -> node(world) == NodeStatus.LOST);
      daemon.restart();

      DockerDaemon.await("the node to return", () -> node(world) == NodeStatus.READY);
      service.awaitSteady(LONG);
      DockerDaemon.await("exactly twenty containers", () -> daemon.processes().size() == 20);
      assertThat(daemon.containers()).hasSize(20);
    }
  }

  @Test
  void aDaemonThatHangsIsALostNodeAndNothingIsLost() throws IOException {
    try (DockerDaemon daemon = DockerDaemon.start(4);
        DockerWorld world = world(daemon)) {
      Service service = world.serve(3, DockerWorld.sleeper("app"));
      service.awaitSteady(LONG);
      Set<String> before = names(service);

      daemon.freeze();
      DockerDaemon.await("the node to be lost", () -> node(world) == NodeStatus.LOST);
      service.scale(4);
      daemon.thaw();

      DockerDaemon.await("the node to return", () -> node(world) == NodeStatus.READY);
      service.awaitSteady(LONG);
      assertThat(names(service)).containsAll(before).hasSize(4);
      assertThat(daemon.processes()).hasSize(4);
    }
  }

  @Test
  void aDaemonThatIsNotThereIsALostNodeUntilItIs() {
    URI nowhere = URI.create("unix://" + directory.resolve("no.sock"));
    try (Engine engine =
        Engine.builder().driver(DockerDriver.builder().host(nowhere).build()).start()) {
      assertThatThrownBy(() -> engine.createCluster("shop").addNode(NodeSpec.of("docker")))
          .hasMessageContaining("no.sock")
          .hasMessageContaining("does not answer");
    }
  }

  @Test
  void whatOthersDoToAContainerIsSeenAndMadeUpFor() {
    try (DockerWorld world = world(shared)) {
      Service service = world.serve(1, DockerWorld.sleeper("app"));
      for (List<String> deed :
          List.of(
              List.of("rm", "--force"),
              List.of("stop", "--time", "1"),
              List.of("kill", "--signal", "KILL"))) {
        service.awaitSteady(LONG);
        Task task = service.tasks().getFirst();
        List<String> command = new java.util.ArrayList<>(deed);
        command.add(DockerWorld.container(task));
        shared.docker(command.toArray(String[]::new));
        DockerDaemon.await("another task", () -> !names(service).contains(task.id().toString()));
      }
      service.awaitSteady(LONG);
      assertThat(service.stoppedTasks()).hasSize(3);
    }
    shared.assertEmpty();
  }

  @Test
  void aContainerThatWasPausedOrRenamedIsStillOurs() {
    try (DockerWorld world = world(shared)) {
      Service service = world.serve(2, DockerWorld.sleeper("app"));
      service.awaitSteady(LONG);
      Set<String> before = names(service);
      shared.docker("pause", DockerWorld.container(service.tasks().get(0)));
      shared.docker("rename", DockerWorld.container(service.tasks().get(1)), "strange");

      world.restartEngine();

      Service again = world.service("app");
      again.awaitSteady(LONG);
      assertThat(names(again)).isEqualTo(before);
      again.scale(0);
      again.awaitSteady(LONG);
    }
    shared.assertEmpty();
  }

  @Test
  void aNameThatAStrangerHasIsNamedAndTheStrangerStays() {
    try (DockerWorld world = world(shared)) {
      String name = Names.container(new TaskId(new ServiceId("shop", "app"), 1), "app");
      String stranger = shared.docker("create", "--name", name, DockerDaemon.BUSYBOX, "true");
      Service service = world.serve(1, DockerWorld.sleeper("app"));
      assertThat(DockerWorld.awaitStopped(service).reason())
          .contains("the name '" + name + "' is taken");
      service.awaitSteady(LONG);
      assertThat(shared.docker("rm", stranger)).isEqualTo(stranger);
    }
    shared.assertEmpty();
  }

  @Test
  void anImageThatIsMissingFailsTheStartByItsName() {
    try (DockerWorld world = world(shared)) {
      Service service =
          world.serve(1, DockerWorld.task("app", app -> app.image("127.0.0.1:1/nobody:7")));
      assertThat(DockerWorld.awaitStopped(service).reason())
          .contains("image '127.0.0.1:1/nobody:7' could not be fetched from 127.0.0.1:1");
    }
    shared.assertEmpty();
  }

  @Test
  void aCommandThatDoesNotExistFailsTheStartAndLeavesNothing() {
    try (DockerWorld world = world(shared)) {
      Service service =
          world.serve(1, DockerWorld.task("app", app -> app.command("no-such-command")));
      assertThat(DockerWorld.awaitStopped(service).reason()).contains("no-such-command");
      assertThatThrownBy(() -> service.awaitSteady(Duration.ofMillis(100)))
          .isInstanceOf(AwaitTimeoutException.class);
    }
    shared.assertEmpty();
  }

  @Test
  void aPortThatAStrangerTookSinceTheCreationIsReplaced() throws IOException {
    DockerDriver driver = DockerWorld.driver(shared).ports(41_300, 41_301).build();
    driver.open(new DriverContext("faults", directory, observation -> {}));
    try (driver) {
      var created = driver.create(launch(1)).toCompletableFuture().join();
      int port = created.ports().getFirst().hostPort();
      try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        var started = driver.start(created.handle(), "app").toCompletableFuture().join();
        assertThat(started.ports().getFirst().hostPort())
            .isNotEqualTo(stranger.getLocalPort())
            .isBetween(41_300, 41_301);
      }
      var unused = driver.destroy(created.handle()).toCompletableFuture().join();
    }
    shared.assertEmpty();
  }

  private static TaskLaunch launch(long number) {
    TaskDefinition definition =
        TaskDefinition.builder("faults")
            .revision(1)
            .container(
                ContainerDefinition.builder("app")
                    .image(DockerDaemon.BUSYBOX)
                    .command("/bin/sh", "-c", "exec httpd -f -p 80")
                    .port("http", 80)
                    .build())
            .build();
    TaskId task = new TaskId(new ServiceId("faults", "app"), number);
    return new TaskLaunch(
        task,
        new NodeId("faults", "docker"),
        definition,
        new TaskLabels("faults", task, "c0ffee", number));
  }

  @Test
  void anotherEngineTakesUpWhatWasCreatedAndNotStarted() {
    DockerDriver first = DockerWorld.driver(shared).build();
    first.open(new DriverContext("faults", directory, observation -> {}));
    var created = first.create(launch(2)).toCompletableFuture().join();
    first.close();
    DockerDriver second = DockerWorld.driver(shared).build();
    second.open(new DriverContext("faults", directory, observation -> {}));
    try (second) {
      assertThat(second.create(launch(2)).toCompletableFuture().join().ports())
          .isEqualTo(created.ports());
      assertThat(shared.containers()).hasSize(1);
      var unused = second.start(created.handle(), "app").toCompletableFuture().join();
      assertThat(shared.processes()).hasSize(1);
      Void unusedAnswer = second.destroy(created.handle()).toCompletableFuture().join();
    }
    shared.assertEmpty();
  }

  @Test
  void aNetworkThatAStrangerUsesStaysAndIsTakenUpAgain() {
    try (DockerWorld world = world(shared)) {
      Service service = world.serve(1, DockerWorld.sleeper("app"));
      service.awaitSteady(LONG);
      String network = Names.network(world.engine().id(), "shop");
      shared.docker(
          "create", "--name", "guest", "--network", network, DockerDaemon.BUSYBOX, "true");
      service.scale(0);
      service.awaitSteady(LONG);
      service.scale(1);
      service.awaitSteady(LONG);
      shared.docker("rm", "guest");
    }
    shared.assertEmpty();
  }

  @Test
  void aTaskWhoseNetworkSomebodyEndedIsReplaced() {
    TaskDefinition addressed =
        TaskDefinition.builder("app")
            .networkMode(NetworkMode.AWSVPC)
            .container(
                "app",
                app ->
                    app.image(DockerDaemon.BUSYBOX)
                        .command("/bin/sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait"))
            .build();
    try (DockerWorld world = world(shared)) {
      Service service = world.serve(1, addressed);
      service.awaitSteady(LONG);
      TaskId first = service.tasks().getFirst().id();

      shared.docker("kill", Names.container(first, Names.PAUSE));

      assertThat(DockerWorld.awaitStopped(service).id()).isEqualTo(first);
      service.awaitSteady(LONG);
      assertThat(shared.processes()).as("its own and what keeps its network").hasSize(2);
    }
    shared.assertEmpty();
  }

  @Test
  void aVolumeThatAStrangerUsesStaysAndTheTaskGoes() {
    try (DockerWorld world = world(shared)) {
      Service service =
          world.serve(
              1,
              TaskDefinition.builder("app")
                  .volume("own")
                  .container(
                      "app",
                      app ->
                          app.image(DockerDaemon.BUSYBOX)
                              .command("/bin/sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait")
                              .mount(new Mount.VolumeMount("own", "/own", false)))
                  .build());
      service.awaitSteady(LONG);
      String volume = Names.container(service.tasks().getFirst().id(), "own");
      shared.docker(
          "create",
          "--name",
          "guest",
          "--volume",
          volume + ":/guest",
          DockerDaemon.BUSYBOX,
          "true");

      service.scale(0);
      service.awaitSteady(LONG);

      assertThat(shared.docker("volume", "ls", "--quiet", "--filter", "name=" + volume))
          .isEqualTo(volume);
      shared.docker("rm", "guest");
      shared.docker("volume", "rm", volume);
    }
    shared.assertEmpty();
  }

  @Test
  void tenThousandLinesASecondAreReadToTheLast() {
    int count = 20_000;
    try (DockerWorld world = world(shared)) {
      Service service =
          world.serve(
              1,
              DockerWorld.shell(
                  "loud",
                  "i=0; while [ $i -lt "
                      + count
                      + " ]; do i=$((i+1)); echo line $i; done;"
                      + " trap 'exit 0' TERM; while :; do sleep 0.1; done"));
      service.awaitSteady(LONG);
      int next = 1;
      var follower = service.tasks().getFirst().logs().follow();
      while (next <= count) {
        LogLine line = follower.next(Duration.ofSeconds(30)).orElseThrow();
        assertThat(line.text()).isEqualTo("line " + next);
        next++;
      }
    }
    shared.assertEmpty();
  }

  @Test
  void aFullDiskFailsTasksUntilThereIsRoom() throws IOException {
    try (DockerDaemon daemon = DockerDaemon.small(5, 64);
        DockerWorld world = world(daemon)) {
      daemon.docker("volume", "create", "hog");
      daemon.docker(
          "run",
          "--name",
          "hog",
          "-v",
          "hog:/hog",
          DockerDaemon.BUSYBOX,
          "sh",
          "-c",
          "cat /dev/zero >/hog/file || true");
      Service service = world.serve(1, DockerWorld.sleeper("app"));
      assertThat(DockerWorld.awaitStopped(service).reason()).contains("no space left on device");

      daemon.docker("rm", "hog");
      daemon.docker("volume", "rm", "hog");
      service.resetBackoff();
      service.awaitSteady(LONG);
    }
  }

  @Test
  void nothingWaitsForAnAnswerAfterTheDriverIsClosed() {
    DockerDriver driver = DockerWorld.driver(shared).build();
    driver.open(new DriverContext("faults", directory, observation -> {}));
    var created = driver.create(launch(3)).toCompletableFuture().join();
    var unused = driver.start(created.handle(), "app").toCompletableFuture().join();
    var stop = driver.stop(created.handle(), "app", Duration.ofHours(1)).toCompletableFuture();
    driver.close();
    assertThatThrownBy(() -> stop.orTimeout(20, TimeUnit.SECONDS).join())
        .hasCauseInstanceOf(DriverException.class);
    shared.docker("rm", "--force", Names.container(launch(3).task(), "app"));
    shared.docker("network", "rm", Names.network("faults", "faults"));
    shared.assertEmpty();
  }
}
