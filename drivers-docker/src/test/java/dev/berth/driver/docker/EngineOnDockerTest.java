package dev.berth.driver.docker;

import static dev.berth.driver.docker.DockerWorld.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.Engine;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.model.DependencyCondition;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthStatus;
import dev.berth.model.NetworkMode;
import dev.berth.model.NodeId;
import dev.berth.model.NodeSpec;
import dev.berth.model.NodeStatus;
import dev.berth.model.PortBinding;
import dev.berth.model.TaskDefinition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole line on real containers and the durable journal. */
@ExtendWith(DockerExtension.class)
class EngineOnDockerTest {
  private final DockerDaemon daemon;

  @TempDir Path directory;

  EngineOnDockerTest(DockerDaemon daemon) {
    this.daemon = daemon;
  }

  private DockerWorld world() {
    return new DockerWorld(directory, DockerWorld.driver(daemon));
  }

  private static TaskDefinition webServer(String text) {
    return DockerWorld.task(
        "web",
        app ->
            app.command(
                    "/bin/sh",
                    "-c",
                    "mkdir /www; echo " + text + " >/www/index.html; exec httpd -f -p 8080 -h /www")
                .port("http", 8080)
                .health(HealthCheck.http("http", "/").interval(Duration.ofMillis(200))));
  }

  @Test
  void servesHealsScalesAndRollsRealWebServers() {
    try (DockerWorld world = world()) {
      Service web = world.serve(2, webServer("one"));
      web.awaitSteady(LONG);
      assertThat(DockerWorld.get(web.endpoint("http").uri())).isEqualTo("one");

      Task victim = web.tasks().getFirst();
      daemon.docker("kill", DockerWorld.container(victim));
      DockerDaemon.await("the exit to be seen", () -> !web.stoppedTasks().isEmpty());
      web.awaitSteady(LONG);
      assertThat(victim.view().reason()).isEqualTo("container 'app' ended: signal 9");

      web.scale(3);
      assertThat(web.awaitSteady(LONG).runningCount()).isEqualTo(3);

      TaskDefinition next = world.engine().register(webServer("two"));
      web.update(change -> change.taskDefinition(next));
      web.awaitSteady(LONG);
      assertThat(DockerWorld.get(web.endpoint("http").uri())).isEqualTo("two");
      assertThat(daemon.processes()).hasSize(3);
    }
    daemon.assertEmpty();
  }

  @Test
  void anotherEngineOnTheSameJournalTakesUpWhatRuns() {
    try (DockerWorld world = world()) {
      world.serve(3, DockerWorld.sleeper("app")).awaitSteady(LONG);
      List<String> before = daemon.processes();

      world.restartEngine();

      world.service("app").awaitSteady(LONG);
      assertThat(daemon.processes()).containsExactlyInAnyOrderElementsOf(before).hasSize(3);
    }
    daemon.assertEmpty();
  }

  @Test
  void containersOfATaskReachEachOtherOnLocalhost() {
    TaskDefinition pair =
        TaskDefinition.builder("pair")
            .container(
                "web",
                app ->
                    app.image(DockerDaemon.BUSYBOX)
                        .command(
                            "/bin/sh",
                            "-c",
                            "mkdir /www; echo hello >/www/index.html; exec httpd -f -p 8080 -h /www")
                        .stopTimeout(Duration.ofSeconds(1))
                        .port("http", 8080)
                        .health(HealthCheck.tcp("http").interval(Duration.ofMillis(200))))
            .container(
                "side",
                side ->
                    side.image(DockerDaemon.BUSYBOX)
                        .command(
                            "/bin/sh",
                            "-c",
                            "wget -q -O - http://localhost:8080/; trap 'exit 0' TERM;"
                                + " while :; do sleep 0.1; done")
                        .stopTimeout(Duration.ofSeconds(1))
                        .dependsOn("web", DependencyCondition.HEALTHY))
            .build();
    try (DockerWorld world = world()) {
      Service service = world.serve(2, pair);
      service.awaitSteady(LONG);
      for (Task task : service.tasks()) {
        DockerDaemon.await(
            "what the other container serves",
            () ->
                task.logs("side").tail(10).stream().anyMatch(line -> line.text().equals("hello")));
      }
      assertThat(DockerWorld.get(service.endpoint("http").uri())).isEqualTo("hello");
    }
    daemon.assertEmpty();
  }

  @Test
  void aTaskHasAnAddressOfItsOwnThatItKeeps() {
    TaskDefinition pair =
        TaskDefinition.builder("pair")
            .networkMode(NetworkMode.AWSVPC)
            .container(
                "web",
                app ->
                    app.image(DockerDaemon.BUSYBOX)
                        .command(
                            "/bin/sh",
                            "-c",
                            "mkdir /www; echo $BERTH_TASK >/www/index.html;"
                                + " exec httpd -f -p ${PORT_http} -h /www")
                        .stopTimeout(Duration.ofSeconds(1))
                        .port("http", 80)
                        .health(HealthCheck.http("http", "/").interval(Duration.ofMillis(200))))
            .container(
                "side",
                side ->
                    side.image(DockerDaemon.BUSYBOX)
                        .command(
                            "/bin/sh",
                            "-c",
                            "wget -q -O - http://localhost/; trap 'exit 0' TERM;"
                                + " while :; do sleep 0.1; done")
                        .stopTimeout(Duration.ofSeconds(1))
                        .dependsOn("web", DependencyCondition.HEALTHY))
            .build();
    try (DockerWorld world = world()) {
      Service service = world.serve(3, pair);
      service.awaitSteady(LONG);
      Set<PortBinding> bindings = addresses(service);
      assertThat(bindings).hasSize(3).allSatisfy(port -> assertThat(port.hostPort()).isEqualTo(80));
      for (Task task : service.tasks()) {
        String name = task.id().driverName();
        assertThat(DockerWorld.get(URI.create("http://" + address(task).authority())))
            .isEqualTo(name);
        DockerDaemon.await(
            "what the other container serves",
            () -> task.logs("side").tail(10).stream().anyMatch(line -> line.text().equals(name)));
      }

      world.restartEngine();

      world.service("pair").awaitSteady(LONG);
      assertThat(addresses(world.service("pair"))).isEqualTo(bindings);
    }
    daemon.assertEmpty();
  }

  private static PortBinding address(Task task) {
    return task.view().ports().getFirst();
  }

  private static Set<PortBinding> addresses(Service service) {
    return service.tasks().stream().map(EngineOnDockerTest::address).collect(Collectors.toSet());
  }

  @Test
  void aDaemonBehindTlsIsReachedWithItsCertificatesAndNotWithout() throws IOException {
    Certificates certificates = Certificates.make(directory.resolve("certificates"));
    int port = RegistryServer.freePort();
    URI host = URI.create("tcp://127.0.0.1:" + port);
    try (DockerDaemon secured = DockerDaemon.secured(6, port, certificates)) {
      DockerDriver.Builder with =
          DockerDriver.builder().host(host).certificates(certificates.directory());
      try (DockerWorld world = new DockerWorld(directory, with)) {
        Service web = world.serve(2, webServer("far"));
        web.awaitSteady(LONG);
        assertThat(DockerWorld.get(web.endpoint("http").uri())).isEqualTo("far");
      }
      secured.assertEmpty();
      try (Engine engine = Engine.builder().driver(DockerDriver.connect(host)).start()) {
        assertThatThrownBy(
                () -> engine.createCluster("far").addNode(NodeSpec.of("n").driver("docker")))
            .hasMessageContaining(host.toString());
      }
    }
  }

  @Test
  void aCommandChecksTheHealthInsideItsContainer() {
    TaskDefinition checked =
        DockerWorld.task(
            "app",
            app ->
                app.command(
                        "/bin/sh",
                        "-c",
                        "touch /tmp/up; trap 'exit 0' TERM; while :; do sleep 0.1; done")
                    .health(
                        HealthCheck.command("/bin/sh", "-c", "test -e /tmp/up")
                            .interval(Duration.ofMillis(300))
                            .retries(1)));
    try (DockerWorld world = world()) {
      Service service = world.serve(1, checked);
      service.awaitSteady(LONG);
      Task first = service.tasks().getFirst();
      assertThat(first.view().health()).isEqualTo(HealthStatus.HEALTHY);

      daemon.docker("exec", DockerWorld.container(first), "rm", "/tmp/up");

      assertThat(DockerWorld.awaitStopped(service).id()).isEqualTo(first.id());
      service.awaitSteady(LONG);
    }
    daemon.assertEmpty();
  }

  @Test
  void severalDaemonsMakeACluster() throws IOException {
    try (DockerDaemon second = DockerDaemon.start(1);
        DockerDaemon third = DockerDaemon.start(2);
        DockerWorld world =
            new DockerWorld(
                directory,
                DockerWorld.driver(daemon),
                DockerWorld.driver(second).name("second").ports(30_000, 30_099),
                DockerWorld.driver(third).name("third").ports(30_100, 30_199))) {
      Service web = world.serve(6, webServer("spread"));
      web.awaitSteady(LONG);
      assertThat(List.of(daemon.processes(), second.processes(), third.processes()))
          .allSatisfy(processes -> assertThat(processes).hasSize(2));

      second.kill();
      DockerDaemon.await("the node to be lost", () -> status(world, "second") == NodeStatus.LOST);
      second.restart();
      DockerDaemon.await("the node to return", () -> status(world, "second") == NodeStatus.READY);
      web.awaitSteady(LONG);
      assertThat(web.endpoint("http").addresses()).hasSize(6);
      assertThat(daemon.processes().size() + second.processes().size() + third.processes().size())
          .isEqualTo(6);
    }
    daemon.assertEmpty();
  }

  private static NodeStatus status(DockerWorld world, String node) {
    return world.engine().cluster("shop").nodes().stream()
        .filter(view -> view.id().equals(new NodeId("shop", node)))
        .findFirst()
        .orElseThrow()
        .status();
  }
}
