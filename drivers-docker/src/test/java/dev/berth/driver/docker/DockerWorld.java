package dev.berth.driver.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Engine;
import dev.berth.EngineBuilder;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.journal.Journals;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.NodeSpec;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.LogLine;
import dev.berth.view.TaskView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What tests of engines on Docker share: one engine, one cluster, one node per daemon. */
final class DockerWorld implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);

  private final Path journal;
  private final DockerDriver.Builder[] drivers;
  private Engine engine;
  private List<DockerDriver> built = List.of();

  /** An engine on a journal in {@code directory}; the first driver is named {@code docker}. */
  DockerWorld(Path directory, DockerDriver.Builder... drivers) {
    this.journal = directory.resolve("journal");
    this.drivers = drivers;
    engine = start();
    engine.createCluster("shop");
    for (DockerDriver.Builder driver : drivers) {
      String name = driver.build().name();
      engine.cluster("shop").addNode(NodeSpec.of(name).driver(name));
    }
  }

  /** Notices soon that the daemon is gone. */
  static DockerDriver.Builder driver(DockerDaemon daemon) {
    return DockerDriver.builder()
        .host(daemon.host())
        .heartbeat(Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  private Engine start() {
    EngineBuilder builder =
        Engine.builder()
            .journal(Journals.directory(journal))
            .secrets(DockerSettingsTest.SECRETS)
            .listingInterval(Duration.ofMillis(500));
    built = Stream.of(drivers).map(DockerDriver.Builder::build).toList();
    for (DockerDriver driver : built) {
      builder = builder.driver(driver);
    }
    return builder.start();
  }

  /** The first of its drivers, as its engine has it. */
  DockerDriver driver() {
    return built.getFirst();
  }

  Engine engine() {
    return engine;
  }

  /** Ends the engine, leaves what runs, and starts another on the same journal. */
  void restartEngine() {
    engine.detach();
    engine = start();
  }

  Service service(String name) {
    return engine.cluster("shop").service(name);
  }

  Service serve(int count, TaskDefinition definition) {
    return serve(definition, spec -> spec.desiredCount(count));
  }

  Service serve(TaskDefinition definition, UnaryOperator<ServiceSpec.Builder> spec) {
    ServiceSpec.Builder builder =
        ServiceSpec.of(definition.family(), engine.register(definition))
            .healthyAfter(Duration.ZERO)
            .deregistrationDelay(Duration.ZERO);
    return engine.cluster("shop").createService(spec.apply(builder).build());
  }

  static TaskDefinition task(
      String family, UnaryOperator<ContainerDefinition.Builder> description) {
    return TaskDefinition.builder(family)
        .container(
            "app",
            app ->
                description.apply(
                    app.image(DockerDaemon.BUSYBOX).stopTimeout(Duration.ofSeconds(1))))
        .build();
  }

  static TaskDefinition shell(String family, String script) {
    return task(family, app -> app.command("/bin/sh", "-c", script));
  }

  /** Runs until it is asked to end. */
  static TaskDefinition sleeper(String family) {
    return shell(family, "trap 'exit 0' TERM; while :; do sleep 0.1; done");
  }

  /** The name of a task's first container on the daemon. */
  static String container(Task task) {
    return Names.container(task.id(), task.view().containers().getFirst().name());
  }

  static List<String> output(Task task) {
    return task.logs().tail(1_000).stream().map(LogLine::text).toList();
  }

  static TaskView awaitStopped(Service service) {
    DockerDaemon.await("a stopped task", () -> !service.stoppedTasks().isEmpty());
    return service.stoppedTasks().getFirst();
  }

  static String get(URI uri) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body().strip();
    } catch (IOException failure) {
      throw new IllegalStateException("GET " + uri, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Stops all of it. */
  @Override
  public void close() {
    engine.close();
  }
}
