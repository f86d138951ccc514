package dev.berth.driver.docker;

import static dev.berth.driver.docker.DockerWorld.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Service;
import dev.berth.model.PullPolicy;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.SecretValue;
import dev.berth.view.ImageView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** An image with a file of so many bytes that do not compress, upon busybox. */
  private void build(String name, int bytes) throws IOException {
    Path context = Files.createDirectories(directory.resolve(name));
    byte[] content = new byte[bytes];
    new Random(name.hashCode()).nextBytes(content);
    Files.write(context.resolve("file"), content);
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM " + DockerDaemon.BUSYBOX + "\nENV A=1\nCOPY file /file\nCMD [\"true\"]\n");
    daemon.docker("build", "--tag", name, context.toString());
  }

  @Test
  void tellsLayersWithTheirSizesAndWhatContainersWrote() throws IOException {
    build("first:1", 100_000);
    build("second:1", 200_000);
    try (DockerWorld world = new DockerWorld(directory, DockerWorld.driver(daemon))) {
      Service service =
          world.serve(
              1,
              DockerWorld.task(
                  "app",
                  app ->
                      app.image("first:1")
                          .command(
                              "/bin/sh",
                              "-c",
                              "head -c 50000 /file >/copy; echo done; trap 'exit 0' TERM;"
                                  + " while :; do sleep 0.1; done")));
      service.awaitSteady(LONG);
      DockerDaemon.await(
          "what it writes", () -> DockerWorld.output(service.tasks().getFirst()).contains("done"));

      ImageView first = image(world, "first:1");
      ImageView second = image(world, "second:1");
      assertThat(first.layers()).hasSize(2);
      assertThat(first.layers().getFirst()).isEqualTo(second.layers().getFirst());
      assertThat(first.layers().getFirst().shared()).isTrue();
      assertThat(first.layers().getLast()).isNotEqualTo(second.layers().getLast());
      assertThat(first.layers().getLast().shared()).isFalse();
      assertThat(first.ownBytes()).isEqualTo(100_000);
      assertThat(second.ownBytes()).isEqualTo(200_000);
      assertThat(first.sizeBytes())
          .isEqualTo(
              first.layers().stream().mapToLong(layer -> layer.sizeBytes().orElseThrow()).sum());

      assertThat(world.driver().writableLayers())
          .singleElement()
          .satisfies(layer -> {
            assertThat(layer.task()).isEqualTo(service.tasks().getFirst().id());
            assertThat(layer.image()).isEqualTo(first.id());
            assertThat(layer.sizeBytes()).isBetween(50_000L, 60_000L);
          });
    }
    daemon.docker("rmi", "first:1", "second:1");
    daemon.assertEmpty();
  }

  private static ImageView image(DockerWorld world, String tag) {
    return world.driver().images().stream()
        .filter(image -> image.tags().contains(tag))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeploymentRunsWhatItsTagStoodForAtItsFirstTask() throws IOException {
    try (RegistryServer registry = RegistryServer.start(directory)) {
      build("old:1", 1_000);
      build("new:1", 2_000);
      String image = registry.push(daemon, "old:1", "app:1");
      DockerDriver.Builder driver =
          DockerWorld.driver(daemon)
              .registry(
                  registry.address(), RegistryServer.USER, SecretValue.of(RegistryServer.PASSWORD));
      try (DockerWorld world = new DockerWorld(directory, driver)) {
        Service service = world.serve(1, sizeOf(image));
        service.awaitSteady(LONG);
        assertThat(service.view().deployments().getFirst().images())
            .singleElement()
            .satisfies(pinned ->
                assertThat(pinned.image()).startsWith(registry.address() + "/app@sha256:"));

        daemon.docker("rmi", "--force", image);
        assertThat(registry.push(daemon, "new:1", "app:1")).isEqualTo(image);
        service.scale(2);
        service.awaitSteady(LONG);
        assertThat(outputs(service)).containsExactly("1000", "1000");

        service.redeploy();
        service.awaitSteady(LONG);
        assertThat(outputs(service)).containsExactly("2000", "2000");
      }
    }
    remove("old:1", "new:1");
    daemon.assertEmpty();
  }

  private static TaskDefinition sizeOf(String image) {
    return DockerWorld.task(
        "app",
        app ->
            app.image(image)
                .command(
                    "/bin/sh", "-c", "cat /file | wc -c; trap 'exit 0' TERM; sleep 1000 & wait")
                .options(by -> by.pullPolicy(PullPolicy.ALWAYS)));
  }

  private static List<String> outputs(Service service) {
    return service.tasks().stream()
        .map(task -> {
          DockerDaemon.await("its output", () -> !DockerWorld.output(task).isEmpty());
          return DockerWorld.output(task).getFirst();
        })
        .toList();
  }

  private static String repository(String image) {
    return image.substring(0, image.lastIndexOf(':'));
  }

  /** Removes images with all their names. */
  private void remove(String... images) {
    for (String image : images) {
      DockerDaemon.lines(daemon.docker("image", "ls", "--quiet", repository(image))).stream()
          .distinct()
          .forEach(id -> daemon.docker("rmi", "--force", id));
    }
  }

  private boolean has(String image) {
    return !daemon.docker("image", "ls", "--quiet", image).isEmpty();
  }

  @Test
  void removesWhatItFetchedOnceNoTaskUsesIt() throws IOException {
    try (RegistryServer registry = RegistryServer.start(directory)) {
      List<String> names = List.of("used:1", "unused:1", "others:1");
      for (String name : names) {
        build(name, 1_000);
      }
      String used = registry.push(daemon, "used:1", "used:1");
      String unused = registry.push(daemon, "unused:1", "unused:1");
      String others = registry.push(daemon, "others:1", "others:1");
      daemon.docker("rmi", "used:1", "unused:1");
      daemon.docker("tag", "others:1", others);
      DockerDriver.Builder driver =
          DockerWorld.driver(daemon)
              .registry(
                  registry.address(), RegistryServer.USER, SecretValue.of(RegistryServer.PASSWORD))
              .removeUnusedImages(Duration.ofSeconds(1));
      try (DockerWorld world = new DockerWorld(directory, driver)) {
        Service stays = world.serve(1, sleeper(used, PullPolicy.IF_NOT_PRESENT));
        Service goes =
            world.serve(
                1,
                DockerWorld.task(
                    "goes",
                    app ->
                        app.image(unused)
                            .command("/bin/sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait")));
        Service foreign =
            world.serve(
                1,
                DockerWorld.task(
                    "foreign",
                    app ->
                        app.image(others)
                            .command("/bin/sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait")
                            .options(by -> by.pullPolicy(PullPolicy.ALWAYS))));
        stays.awaitSteady(LONG);
        goes.awaitSteady(LONG);
        foreign.awaitSteady(LONG);
        assertThat(has(unused)).isTrue();

        foreign.scale(0);
        foreign.awaitSteady(LONG);
        world.restartEngine();
        world.service("goes").scale(0);
        DockerDaemon.await("the image to go", () -> !has(unused));
        assertThat(has(used)).as("a task uses it").isTrue();
        assertThat(has(others)).as("it was there before").isTrue();

        world.service("goes").scale(1);
        world.service("goes").awaitSteady(LONG);
        assertThat(has(repository(unused))).as("fetched again, by its digest").isTrue();
      }
      remove("others:1", used, unused, others);
    }
    daemon.assertEmpty();
  }

  @Test
  void aRegistryThatDiesInTheMiddleFailsTheTaskAndALaterTryGetsTheImage() throws IOException {
    build("large:1", 100_000_000);
    RegistryServer registry = RegistryServer.start(directory);
    String image = registry.push(daemon, "large:1", "large:1");
    daemon.docker("rmi", "large:1");
    AtomicBoolean killed = new AtomicBoolean();
    DockerDriver.Builder driver =
        DockerWorld.driver(daemon)
            .registry(
                registry.address(), RegistryServer.USER, SecretValue.of(RegistryServer.PASSWORD))
            .onPull(progress -> {
              if (progress.status().equals("Downloading") && !killed.getAndSet(true)) {
                registry.kill();
              }
            });
    try (DockerWorld world = new DockerWorld(directory, driver)) {
      Service service = world.serve(1, sleeper(image, PullPolicy.IF_NOT_PRESENT));
      assertThat(DockerWorld.awaitStopped(service).reason())
          .contains("image '" + image + "' could not be fetched from " + registry.address());
      assertThat(killed).isTrue();
      try (RegistryServer again = RegistryServer.start(directory, registry.port())) {
        service.awaitSteady(LONG);
        assertThat(again.port()).isEqualTo(registry.port());
      }
    }
    daemon.docker("rmi", image);
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
