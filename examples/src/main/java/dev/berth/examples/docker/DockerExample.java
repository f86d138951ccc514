package dev.berth.examples.docker;

import dev.berth.BerthException;
import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.driver.docker.DockerDriver;
import dev.berth.journal.Journals;
import dev.berth.model.HealthCheck;
import dev.berth.model.NodeSpec;
import dev.berth.model.PortBinding;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The quickstart's story on containers: an image is built on the spot from a local busybox, three
 * replicas of it serve, one is killed, they become five, they are rolled to a new version, the
 * engine is lost and another one takes them up. Ends with status 0 if all was as it should be.
 */
public final class DockerExample {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int UNUSABLE = 2;

  private final long began = System.nanoTime();
  private final Daemon daemon;
  private final Path busybox;
  private final Path journal;
  private final HttpClient http = HttpClient.newHttpClient();

  private DockerExample(Daemon daemon, Path busybox, Path journal) {
    this.daemon = daemon;
    this.busybox = busybox;
    this.journal = journal;
  }

  /**
   * Plays the story once.
   *
   * @param arguments none are needed
   */
  public static void main(String[] arguments) throws Exception {
    Path busybox = Daemon.busybox().orElse(null);
    if (busybox == null) {
      System.err.println("no busybox on this machine (Debian: apt-get install busybox-static)");
      System.exit(UNUSABLE);
      return;
    }
    Path folder = Files.createTempDirectory("berth-docker-example");
    int status = 0;
    try (Daemon daemon = new Daemon(Daemon.host())) {
      String version = version(daemon);
      if (version.isEmpty()) {
        status = UNUSABLE;
      } else {
        new DockerExample(daemon, busybox, folder.resolve("journal")).play(version);
      }
    } catch (BerthException | IllegalStateException unexpected) {
      System.out.println("FAILED: " + unexpected.getMessage());
      status = 1;
    } finally {
      delete(folder);
    }
    System.exit(status);
  }

  private static String version(Daemon daemon) {
    try {
      return daemon.version();
    } catch (RuntimeException absent) {
      System.err.printf(
          "no Docker daemon answers at %s: start one, or set DOCKER_HOST (%s)%n",
          Daemon.host(), root(absent));
      return "";
    }
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }

  private void play(String version) throws Exception {
    tell("Docker %s at %s".formatted(version, Daemon.host()));
    String first = daemon.build(busybox, "1", "version 1");
    String second = daemon.build(busybox, "2", "version 2");
    tell("built %s and %s from %s".formatted(first, second, busybox));
    try {
      List<String> containers = serve(first, second);
      takeUp(containers);
    } finally {
      daemon.removeImage(first);
      daemon.removeImage(second);
    }
    tell("ok: nothing is left");
  }

  private Engine start() {
    return Engine.builder()
        .journal(Journals.directory(journal))
        .driver(DockerDriver.connect(Daemon.host()))
        .start();
  }

  private static TaskDefinition web(String image) {
    return TaskDefinition.builder("web")
        .container(
            "web",
            web ->
                web.image(image)
                    .memoryMiB(32)
                    .options(by -> by.readOnlyRoot(true).user("1000:1000").processLimit(20))
                    .port("http", 8080)
                    .stopTimeout(Duration.ofSeconds(1))
                    .health(HealthCheck.http("http", "/").interval(Duration.ofMillis(300))))
        .build();
  }

  /** Serves, heals, scales and rolls; ends with the engine gone and its containers running. */
  private List<String> serve(String first, String second) throws Exception {
    Engine engine = start();
    try {
      Cluster cluster = engine.createCluster("demo");
      cluster.addNode(NodeSpec.of("docker"));
      Service service =
          cluster.createService(
              ServiceSpec.of("web", engine.register(web(first)))
                  .desiredCount(3)
                  .maximumPercent(150)
                  .deregistrationDelay(Duration.ofMillis(500))
                  .build());
      service.awaitSteady(PATIENCE);
      tell("3 replicas serve '%s'".formatted(get(service)));
      show(service);

      Task victim = service.tasks().getFirst();
      daemon.kill("berth-demo--web--" + victim.id().number() + "-web");
      await("the loss to be noticed", () -> !service.stoppedTasks().isEmpty());
      service.awaitSteady(PATIENCE);
      tell("%s was killed (%s) and replaced".formatted(victim.id(), victim.view().reason()));

      service.scale(5);
      service.awaitSteady(PATIENCE);
      tell("scaled to 5");

      TaskDefinition next = engine.register(web(second));
      service.update(change -> change.taskDefinition(next));
      service.awaitSteady(PATIENCE);
      require(get(service).equals("version 2"), "the new version is not served");
      tell("rolled to '%s'".formatted(get(service)));
      show(service);
    } catch (BerthException | IllegalStateException unexpected) {
      engine.close();
      throw unexpected;
    }
    List<String> containers = daemon.containers(engine.id());
    engine.detach();
    tell("the engine is gone, %d containers go on".formatted(containers.size()));
    return containers;
  }

  /** Another engine on the same journal; its close stops everything. */
  private void takeUp(List<String> before) {
    String id;
    try (Engine engine = start()) {
      id = engine.id();
      Service service = engine.cluster("demo").service("web");
      service.awaitSteady(PATIENCE);
      require(daemon.containers(id).equals(before), "other containers run than before");
      tell("another engine took up all %d, none was started anew".formatted(before.size()));
    }
    require(daemon.containers(id).isEmpty(), "containers are left: " + daemon.containers(id));
  }

  private void show(Service service) {
    System.out.printf("%12s %-10s %-9s %-9s %s%n", "", "task", "status", "health", "address");
    for (Task task : service.tasks()) {
      PortBinding port = task.view().ports().getFirst();
      System.out.printf(
          "%12s %-10s %-9s %-9s http://%s%n",
          "",
          task.id().service().name() + "/" + task.id().number(),
          task.view().lastStatus(),
          task.view().health(),
          port.authority());
    }
  }

  private String get(Service service) throws IOException, InterruptedException {
    URI uri = service.endpoint("http").uri();
    return http.send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(String what, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      require(System.nanoTime() < end, "waited " + PATIENCE + " for " + what);
      Thread.sleep(20);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  private void tell(String sentence) {
    System.out.printf(Locale.ROOT, "%9.1f s  %s%n", (System.nanoTime() - began) / 1e9, sentence);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
