package dev.berth.driver.docker;

import static dev.berth.driver.docker.DockerWorld.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Service;
import dev.berth.Task;
import dev.berth.model.Mount;
import dev.berth.model.SecretReference;
import dev.berth.model.TaskDefinition;
import dev.berth.model.Ulimit;
import dev.berth.model.Volume;
import dev.berth.spi.SecretValue;
import dev.berth.spi.SecretsProvider;
import dev.berth.view.TaskView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** That a container really gets what its definition says, asked inside of it. */
@ExtendWith(DockerExtension.class)
class DockerSettingsTest {
  private static final String CANARY = "canary-8461";

  static final SecretsProvider SECRETS =
      reference ->
          reference.name().equals("db") ? Optional.of(SecretValue.of(CANARY)) : Optional.empty();

  private static final String WAIT = "; echo done; trap 'exit 0' TERM; while :; do sleep 0.1; done";

  private final DockerDaemon daemon;

  @TempDir Path directory;

  DockerSettingsTest(DockerDaemon daemon) {
    this.daemon = daemon;
  }

  private DockerWorld world() {
    return new DockerWorld(directory, DockerWorld.driver(daemon));
  }

  private static List<String> said(Service service) {
    service.awaitSteady(LONG);
    Task task = service.tasks().getFirst();
    DockerDaemon.await("all output", () -> DockerWorld.output(task).contains("done"));
    return DockerWorld.output(task);
  }

  @Test
  void aContainerIsHeldToItsOptions() {
    TaskDefinition definition =
        DockerWorld.task(
            "app",
            app ->
                app.command(
                        "/bin/sh",
                        "-c",
                        "id -u; id -g; touch /file 2>&1; ulimit -n; grep CapEff /proc/self/status;"
                            + " grep NoNewPrivs /proc/self/status; df -m /scratch | tail -1"
                            + WAIT)
                    .memoryMiB(64)
                    .cpuUnits(512)
                    .mount(new Mount.Tmpfs("/scratch", 7))
                    .options(by ->
                        by.user("1234:2345")
                            .readOnlyRoot(true)
                            .cpuLimitUnits(256)
                            .processLimit(50)
                            .ulimit(Ulimit.Name.NOFILE, 77, 88)
                            .stopSignal("SIGINT")
                            .logLimit(1, 2)));
    try (DockerWorld world = world()) {
      Service service = world.serve(1, definition);
      List<String> lines = said(service);
      assertThat(lines.subList(0, 6))
          .containsExactly(
              "1234",
              "2345",
              "touch: /file: Read-only file system",
              "77",
              "CapEff:\t0000000000000000",
              "NoNewPrivs:\t1");
      assertThat(lines.get(6)).contains(" 7 ").contains("/scratch");
      assertThat(
              daemon.docker(
                  "inspect",
                  "--format",
                  "{{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}} {{.HostConfig.Memory}}"
                      + " {{.HostConfig.CpuShares}} {{.Config.StopSignal}}"
                      + " {{index .HostConfig.LogConfig.Config \"max-size\"}}",
                  DockerWorld.container(service.tasks().getFirst())))
          .isEqualTo("250000000 50 67108864 512 SIGINT 1048576");
    }
    daemon.assertEmpty();
  }

  @Test
  void memoryBeyondTheLimitEndsTheContainerAndSaysWhy() {
    TaskDefinition greedy =
        DockerWorld.task(
            "greedy",
            app -> app.command("/bin/sh", "-c", "tail -c 200000000 /dev/zero").memoryMiB(16));
    try (DockerWorld world = world()) {
      Service service = world.serve(1, greedy);
      TaskView stopped = DockerWorld.awaitStopped(service);
      assertThat(stopped.reason()).contains("out of memory");
      service.scale(0);
      service.awaitSteady(LONG);
    }
    daemon.assertEmpty();
  }

  @Test
  void volumesOfATaskGoWithItAndSharedOnesStay() {
    TaskDefinition definition =
        TaskDefinition.builder("app")
            .volume("own")
            .volume(new Volume("common", Volume.Scope.SHARED))
            .container(
                "app",
                app ->
                    app.image(DockerDaemon.BUSYBOX)
                        .command(
                            "/bin/sh", "-c", "ls /own; echo x >>/common/f; echo y >/own/f" + WAIT)
                        .stopTimeout(Duration.ofSeconds(2))
                        .mount(new Mount.VolumeMount("own", "/own", false))
                        .mount(new Mount.VolumeMount("common", "/common", false)))
            .build();
    String common;
    try (DockerWorld world = world()) {
      Service service = world.serve(1, definition);
      assertThat(said(service)).containsExactly("done");
      Task first = service.tasks().getFirst();
      first.kill();
      DockerDaemon.await("another task", () -> !service.tasks().getFirst().id().equals(first.id()));
      assertThat(said(service)).containsExactly("done");
      assertThat(
              daemon.docker(
                  "exec", DockerWorld.container(service.tasks().getFirst()), "cat", "/common/f"))
          .isEqualTo("x\nx");
      common = "berth-shop-" + world.engine().id() + "-common";
    }
    daemon.assertEmpty();
    assertThat(daemon.docker("volume", "rm", common)).isEqualTo(common);
  }

  @Test
  void secretsReachTheContainerAndNothingElse() throws IOException {
    TaskDefinition definition =
        DockerWorld.task(
            "app",
            app ->
                app.command(
                        "/bin/sh",
                        "-c",
                        "test \"$PASSWORD\" = \"$(cat /run/db)\" && echo same" + WAIT)
                    .secret("PASSWORD", SecretReference.of("db"))
                    .mount(new Mount.SecretFile("/run/db", SecretReference.of("db"))));
    String engineId;
    try (DockerWorld world = world()) {
      engineId = world.engine().id();
      Service service = world.serve(1, definition);
      assertThat(said(service)).containsExactly("same", "done");
      assertThat(
              daemon.docker(
                  "exec", DockerWorld.container(service.tasks().getFirst()), "cat", "/run/db"))
          .as("what the container sees is the secret itself")
          .isEqualTo(CANARY);
      assertThat(world.engine().taskDefinitions("app").toString()).doesNotContain(CANARY);
      assertThat(service.tasks().getFirst().view().toString()).doesNotContain(CANARY);
    }
    daemon.assertEmpty();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(CANARY);
      }
    }
    assertThat(Path.of("/run/berth-" + engineId)).doesNotExist();
  }

  @Test
  void aSecretThatNobodyKnowsFailsTheStartByItsName() {
    TaskDefinition definition =
        DockerWorld.task(
            "app", app -> app.command("true").secret("PASSWORD", SecretReference.of("nobody's")));
    try (DockerWorld world = world()) {
      Service service = world.serve(1, definition);
      assertThat(DockerWorld.awaitStopped(service).reason())
          .contains("secret 'nobody's' is not known")
          .contains("Engine.builder().secrets()");
      service.scale(0);
      service.awaitSteady(LONG);
    }
    daemon.assertEmpty();
  }
}
