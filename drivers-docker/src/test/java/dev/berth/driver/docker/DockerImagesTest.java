package dev.berth.driver.docker;

import static dev.berth.driver.docker.DockerWorld.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Service;
import dev.berth.model.PullPolicy;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.SecretValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Fetching images from a real registry. */
@ExtendWith(DockerExtension.class)
class DockerImagesTest {
  private final DockerDaemon daemon;

  @TempDir Path directory;

  DockerImagesTest(DockerDaemon daemon) {
    this.daemon = daemon;
  }

  private static TaskDefinition sleeper(String image, PullPolicy policy) {
    return DockerWorld.task(
        "app",
        app ->
            app.image(image)
                .command("/bin/sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done")
                .options(by -> by.pullPolicy(policy)));
  }

  @Test
  void manyTasksFetchAnImageOnceWithItsCredentials() throws IOException {
    List<DockerDriver.PullProgress> progress = new CopyOnWriteArrayList<>();
    try (RegistryServer registry = RegistryServer.start(directory)) {
      String image = registry.push(daemon, "app:1");
      DockerDriver.Builder driver =
          DockerWorld.driver(daemon)
              .registry(
                  registry.address(), RegistryServer.USER, SecretValue.of(RegistryServer.PASSWORD))
              .onPull(progress::add);
      try (DockerWorld world = new DockerWorld(directory, driver)) {
        Service service = world.serve(10, sleeper(image, PullPolicy.IF_NOT_PRESENT));
        service.awaitSteady(LONG);
        assertThat(progress).isNotEmpty();
        assertThat(progress)
            .filteredOn(step -> step.status().equals("Pulling from app"))
            .hasSize(1);
        progress.clear();
        service.scale(11);
        service.awaitSteady(LONG);
        assertThat(progress).as("what is there is not fetched again").isEmpty();
      }
      daemon.docker("rmi", image);
    }
    daemon.assertEmpty();
  }

  @Test
  void alwaysAsksTheRegistryAndNeverDoesNot() throws IOException {
    List<DockerDriver.PullProgress> progress = new CopyOnWriteArrayList<>();
    try (RegistryServer registry = RegistryServer.start(directory)) {
      String image = registry.push(daemon, "policy:1");
      DockerDriver.Builder driver =
          DockerWorld.driver(daemon)
              .registry(
                  registry.address(), RegistryServer.USER, SecretValue.of(RegistryServer.PASSWORD))
              .onPull(progress::add);
      try (DockerWorld world = new DockerWorld(directory, driver)) {
        Service never = world.serve(1, sleeper(image, PullPolicy.NEVER));
        assertThat(DockerWorld.awaitStopped(never).reason())
            .contains("cannot be created without image '" + image + "'");
        assertThat(progress).isEmpty();
        TaskDefinition always = world.engine().register(sleeper(image, PullPolicy.ALWAYS));
        never.update(change -> change.taskDefinition(always));
        never.awaitSteady(LONG);
        progress.clear();
        never.scale(2);
        never.awaitSteady(LONG);
        assertThat(progress).as("asked again").isNotEmpty();
      }
      daemon.docker("rmi", image);
    }
    daemon.assertEmpty();
  }

  @Test
  void wrongCredentialsAreToldWithTheRegistryTheyAreFor() throws IOException {
    try (RegistryServer registry = RegistryServer.start(directory)) {
      String image = registry.push(daemon, "secret:1");
      DockerDriver.Builder driver =
          DockerWorld.driver(daemon)
              .registry(registry.address(), RegistryServer.USER, SecretValue.of("wrong-word"));
      try (DockerWorld world = new DockerWorld(directory, driver)) {
        Service service = world.serve(1, sleeper(image, PullPolicy.IF_NOT_PRESENT));
        assertThat(DockerWorld.awaitStopped(service).reason())
            .contains("could not be fetched from " + registry.address() + " (with its credentials)")
            .doesNotContain("wrong-word");
      }
    }
    daemon.assertEmpty();
  }

  @Test
  void aRegistryIsWhatStandsBeforeTheFirstSlashIfItLooksLikeAHost() {
    assertThat(Images.registry("redis:7")).isEqualTo("docker.io");
    assertThat(Images.registry("library/redis")).isEqualTo("docker.io");
    assertThat(Images.registry("localhost/redis")).isEqualTo("localhost");
    assertThat(Images.registry("127.0.0.1:5000/a/b:7")).isEqualTo("127.0.0.1:5000");
    assertThat(Images.tagged("127.0.0.1:5000/a/b")).isFalse();
    assertThat(Images.tagged("127.0.0.1:5000/a/b:7")).isTrue();
    assertThat(Images.tagged("a@sha256:00")).isTrue();
  }
}
