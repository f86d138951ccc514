package dev.berth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.model.ContainerExit;
import dev.berth.model.PortBinding;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.Resources;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverException;
import dev.berth.spi.LogQuery;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The part of the contract from creation to the running container. */
abstract class ContractOfStarting extends ContractHooks {
  @Test
  void fingerprintTellsResourcesAndAddress() {
    var fingerprint = world.get(driver().fingerprint());
    assertThat(fingerprint.resources().get(Resources.CPU)).isPositive();
    assertThat(fingerprint.resources().get(Resources.MEMORY)).isPositive();
    assertThat(fingerprint.resources().get(Resources.PORTS)).isPositive();
    assertThat(fingerprint.address()).isNotEmpty();
    assertThat(driver().name()).isNotEmpty();
    assertThat(driver().capabilities().networkModes()).isNotEmpty();
  }

  @Test
  void createStartsNothing() {
    TaskLaunch launch = world.launch(1, longRunning("app"), exitsWith("side", 0));
    TaskReport created = world.get(driver().create(launch));
    assertThat(created.labels()).isEqualTo(launch.labels());
    assertThat(created.containers())
        .containsExactly(new ContainerReport.Created("app"), new ContainerReport.Created("side"));
    assertThat(world.inspect(created.handle())).isEqualTo(created);
  }

  @Test
  void createOfWhatExistsReturnsIt() {
    TaskLaunch launch = world.launch(1, longRunning("app").port(PortMapping.of("http", 8080)));
    TaskReport first = world.get(driver().create(launch));
    assertThat(world.get(driver().create(launch))).isEqualTo(first);
    world.reopen();
    assertThat(world.get(driver().create(launch))).isEqualTo(first);
    assertThat(world.list()).containsExactly(first);
  }

  @Test
  void createReturnsWhatRunsAlready() {
    TaskLaunch launch = world.launch(1, longRunning("app"));
    TaskHandle task = world.run(1, longRunning("app"));
    TaskReport again = world.get(driver().create(launch));
    assertThat(again.handle()).isEqualTo(task);
    assertThat(again.containers()).containsExactly(new ContainerReport.Running("app"));
  }

  @Test
  void createRefusesTheNameOfAnotherDefinition() {
    TaskHandle task = world.create(1, longRunning("app"));
    TaskLaunch other = world.launch(1, ownEngine(task), "badcafe", longRunning("app"));
    assertThat(world.refusal(driver().create(other)).reason())
        .isEqualTo(DriverException.Reason.NAME_TAKEN);
  }

  @Test
  void createRefusesTheNameOfAnotherEngine() {
    TaskHandle task = world.create(1, longRunning("app"));
    String hash = world.inspect(task).labels().definitionHash();
    TaskLaunch other = world.launch(1, "stranger", hash, longRunning("app"));
    assertThat(world.refusal(driver().create(other)).reason())
        .isEqualTo(DriverException.Reason.NAME_TAKEN);
  }

  private String ownEngine(TaskHandle task) {
    return world.inspect(task).labels().engineId();
  }

  @Test
  void dynamicHostPortsAreDistinct() {
    List<Integer> ports = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      TaskReport created =
          world.get(
              driver()
                  .create(
                      world.launch(
                          number,
                          longRunning("app").port("http", 8080).port("admin", 8081),
                          longRunning("side").port("side", 9090))));
      assertThat(created.ports())
          .extracting(PortBinding::container, PortBinding::name)
          .containsExactly(tuple("app", "http"), tuple("app", "admin"), tuple("side", "side"));
      created.ports().forEach(port -> ports.add(port.hostPort()));
    }
    assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port > 0 && port < 65_536);
  }

  @Test
  void aFixedHostPortIsGivenOnceUntilDestroyed() throws IOException {
    PortMapping port = new PortMapping("http", 8080, freePort(), Protocol.TCP);
    TaskHandle first = world.run(1, longRunning("app").port(port));
    assertThat(world.inspect(first).ports())
        .extracting(PortBinding::hostPort)
        .containsExactly(port.hostPort());
    TaskLaunch second = world.launch(2, longRunning("app").port(port));
    assertThat(world.refusal(createAndStart(second)).reason())
        .isEqualTo(DriverException.Reason.PORT_UNAVAILABLE);
    world.get(driver().destroy(first));
    assertThat(world.get(createAndStart(second)).containers())
        .containsExactly(new ContainerReport.Running("app"));
  }

  /** A driver may notice a taken port at either step. */
  private CompletionStage<TaskReport> createAndStart(TaskLaunch launch) {
    return unwrapped(
        driver().create(launch).thenCompose(created -> driver().start(created.handle(), "app")));
  }

  private static <T> CompletionStage<T> unwrapped(CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failure ->
        CompletableFuture.failedFuture(
            failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void startOfACommandThatDoesNotExistIsRefused() {
    TaskHandle task = world.create(1, missingCommand("app"));
    DriverException refusal = world.refusal(driver().start(task, "app"));
    assertThat(refusal.reason()).isEqualTo(DriverException.Reason.COMMAND_NOT_FOUND);
    assertThat(refusal.getMessage()).contains("app");
  }

  @Test
  void startOfWhatDoesNotExistIsRefused() {
    TaskHandle task = world.create(1, longRunning("app"));
    assertThat(world.refusal(driver().start(task, "other")).reason())
        .isEqualTo(DriverException.Reason.NOT_FOUND);
    world.get(driver().destroy(task));
    assertThat(world.refusal(driver().start(task, "app")).reason())
        .isEqualTo(DriverException.Reason.NOT_FOUND);
  }

  @Test
  void containersAreStartedOneByOne() {
    TaskHandle task = world.create(1, longRunning("first"), longRunning("second"));
    assertThat(world.start(task, "second")).isEqualTo(new ContainerReport.Running("second"));
    assertThat(world.inspect(task).containers())
        .containsExactly(
            new ContainerReport.Created("first"), new ContainerReport.Running("second"));
    world.get(driver().start(task, "first"));
    assertThat(world.inspect(task).containers())
        .containsExactly(
            new ContainerReport.Running("first"), new ContainerReport.Running("second"));
  }

  @Test
  void aSecondStartChangesNothing() {
    TaskHandle task = world.run(1, prints("app", List.of("once")));
    world.awaitExit(task, "app");
    ContainerReport ended = new ContainerReport.Exited("app", ContainerExit.code(0));
    assertThat(world.start(task, "app")).isEqualTo(ended);
    world.reopen();
    assertThat(world.start(task, "app")).isEqualTo(ended);
    assertThat(texts(world.get(driver().logs(task, "app", new LogQuery.Tail(10)))))
        .containsExactly("once");
  }

  @Test
  void aSecondStartOfWhatRunsChangesNothing() {
    TaskHandle task = world.run(1, longRunning("app"));
    assertThat(world.start(task, "app")).isEqualTo(new ContainerReport.Running("app"));
    world.reopen();
    assertThat(world.start(task, "app")).isEqualTo(new ContainerReport.Running("app"));
  }
}
