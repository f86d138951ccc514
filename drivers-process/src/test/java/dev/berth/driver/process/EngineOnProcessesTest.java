package dev.berth.driver.process;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.AwaitTimeoutException;
import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.EngineClosedException;
import dev.berth.Events;
import dev.berth.InvalidSpecException;
import dev.berth.JournalException;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.TaskLogs;
import dev.berth.event.LaunchThrottled;
import dev.berth.event.TaskStopped;
import dev.berth.journal.Journals;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.HealthCheck;
import dev.berth.model.NodeSpec;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole line on real processes and the durable journal. */
class EngineOnProcessesTest {
  private static final Duration LONG = ofSeconds(30);

  @TempDir Path directory;

  @Test
  void servesHealsScalesAndRollsRealWebServers() throws Exception {
    Path first = Files.createDirectory(directory.resolve("v1"));
    Path second = Files.createDirectory(directory.resolve("v2"));
    Files.writeString(first.resolve("index.html"), "one");
    Files.writeString(second.resolve("index.html"), "two");
    try (Engine engine = start(ProcessDriver.create())) {
      Service web = serve(engine, webServer(first), spec -> spec.desiredCount(2));
      web.awaitSteady(LONG);
      assertThat(get(web)).isEqualTo("one");

      Task victim = web.tasks().getFirst();
      CountDownLatch stopped = stopOf(engine, victim.id());
      kill(engine, victim.id());
      assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
      web.awaitSteady(LONG);
      assertThat(victim.view().reason()).isEqualTo("container 'app' ended: signal 9");

      web.scale(3);
      assertThat(web.awaitSteady(LONG).runningCount()).isEqualTo(3);

      TaskDefinition next = engine.register(webServer(second));
      web.update(change -> change.taskDefinition(next));
      web.awaitSteady(LONG);
      assertThat(get(web)).isEqualTo("two");
      assertThat(processes(engine.id())).hasSize(3);
    }
  }

  @Test
  void anotherEngineOnTheSameJournalTakesUpWhatRuns() {
    Set<Long> before;
    String id;
    try (Engine engine = start(ProcessDriver.create())) {
      Service sleepers = serve(engine, sleeper("exec sleep 600"), spec -> spec.desiredCount(3));
      sleepers.awaitSteady(LONG);
      id = engine.id();
      before = processes(id);
      engine.detach();
    }
    assertThat(processes(id)).isEqualTo(before).hasSize(3);
    try (Engine engine = start(ProcessDriver.create())) {
      assertThat(engine.id()).isEqualTo(id);
      engine.cluster("shop").service("app").awaitSteady(LONG);
      assertThat(processes(id)).isEqualTo(before);
    }
    assertThat(processes(id)).isEmpty();
  }

  @Test
  void closeLeavesNoThreadNoFileAndNoProcess() throws Exception {
    // Whatever the JDK and the libraries open once for all is not the engine's.
    runAndClose(directory.resolve("warm-up"));
    Set<String> threads = threads();
    Set<String> files = openFiles();

    String id = runAndClose(directory.resolve("measured"));

    assertThat(processes(id)).isEmpty();
    assertThat(threads()).isEqualTo(threads);
    assertThat(openFiles()).isEqualTo(files);
  }

  private static String runAndClose(Path journal) {
    Engine engine =
        Engine.builder()
            .journal(Journals.directory(journal))
            .driver(ProcessDriver.create())
            .start();
    try (engine) {
      serve(engine, sleeper("echo hello; exec sleep 600"), spec -> spec.desiredCount(2))
          .awaitSteady(LONG);
    }
    assertThatThrownBy(engine::clusters)
        .isInstanceOf(EngineClosedException.class)
        .hasMessage("the engine was closed");
    return engine.id();
  }

  @Test
  void aCommandThatDoesNotExistIsThrottledAndNamed() throws Exception {
    try (Engine engine = start(ProcessDriver.create())) {
      CountDownLatch throttled = new CountDownLatch(2);
      engine
          .events()
          .subscribe(
              Events.matching(
                  event -> event instanceof LaunchThrottled, record -> throttled.countDown()));
      TaskDefinition missing =
          TaskDefinition.builder("app")
              .container("app", app -> app.command("no-such-command"))
              .build();
      Service service = serve(engine, missing, spec -> spec.desiredCount(1));

      assertThat(throttled.await(30, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> service.awaitSteady(ofMillis(100)))
          .isInstanceOf(AwaitTimeoutException.class)
          .hasMessageContaining("no-such-command");
      assertThat(service.stoppedTasks().getFirst().stopCode())
          .contains(StopCode.TASK_FAILED_TO_START);
    }
  }

  @Test
  void aPortRangeThatIsUsedUpIsToldBeforeAnythingStarts() {
    try (Engine engine = start(ProcessDriver.builder().ports(42_110, 42_111).build())) {
      TaskDefinition ports =
          TaskDefinition.builder("app")
              .container(
                  "app", app -> app.command("/bin/sh", "-c", "exec sleep 600").port("http", 80))
              .build();
      Service service = serve(engine, ports, spec -> spec.desiredCount(3));

      assertThatThrownBy(() -> service.awaitSteady(ofSeconds(3)))
          .hasMessageContaining(
              "task 'app/3' cannot be placed: 1 node: 1 lack ports (need 1, best has 0 on local)");
    }
  }

  @Test
  void aHardMemoryLimitIsRefusedByADriverThatCannotEnforceIt() {
    try (Engine engine = start(ProcessDriver.create())) {
      TaskDefinition limited =
          TaskDefinition.builder("app")
              .container("app", app -> app.command("true").memoryMiB(64))
              .build();
      assertThatThrownBy(() -> serve(engine, limited, spec -> spec))
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageContaining(
              "driver 'process', which cannot: container 'app': enforce its hard memory limit of"
                  + " 64 MiB: give memoryReservation instead");
    }
  }

  @Test
  void outputIsReadAndFollowed() {
    try (Engine engine = start(ProcessDriver.create())) {
      Path go = directory.resolve("go");
      Service service =
          serve(
              engine,
              sleeper(
                  "echo one; echo two; until [ -e "
                      + go
                      + " ]; do sleep 0.05; done; echo three; exec sleep 600"),
              spec -> spec.desiredCount(1));
      service.awaitSteady(LONG);
      TaskLogs.Follower follower = service.tasks().getFirst().logs().follow();

      assertThat(follower.next(LONG)).get().extracting(line -> line.text()).isEqualTo("one");
      assertThat(follower.next(LONG)).get().extracting(line -> line.text()).isEqualTo("two");
      assertThat(follower.next(ofMillis(50))).isEmpty();
      Files.createFile(go);
      assertThat(follower.next(LONG)).get().extracting(line -> line.text()).isEqualTo("three");
      assertThat(service.tasks().getFirst().logs().tail(1))
          .extracting(line -> line.text())
          .containsExactly("three");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void aJournalThatIsOpenElsewhereIsRefused() {
    try (Engine engine = start(ProcessDriver.create())) {
      assertThat(engine.clusters()).isEmpty();
      assertThatThrownBy(() -> start(ProcessDriver.create()))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("is open in another engine");
    }
  }

  private Engine start(ProcessDriver driver) {
    return Engine.builder()
        .journal(Journals.directory(directory.resolve("journal")))
        .driver(driver)
        .start();
  }

  private static Service serve(
      Engine engine, TaskDefinition definition, UnaryOperator<ServiceSpec.Builder> change) {
    Cluster cluster = engine.createCluster("shop");
    cluster.addNode(NodeSpec.local());
    ServiceSpec.Builder spec =
        ServiceSpec.of("app", engine.register(definition))
            .healthyAfter(Duration.ZERO)
            .deregistrationDelay(Duration.ZERO);
    return cluster.createService(change.apply(spec).build());
  }

  private static TaskDefinition sleeper(String script) {
    return TaskDefinition.builder("app")
        .container("app", app -> app.command("/bin/sh", "-c", script).stopTimeout(ofSeconds(5)))
        .build();
  }

  private static TaskDefinition webServer(Path content) {
    ContainerDefinition.Builder server =
        ContainerDefinition.builder("app")
            .command(
                Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-b",
                "127.0.0.1",
                "-p",
                "${PORT_http}",
                "-d",
                content.toString())
            .port("http", 8000)
            .health(
                HealthCheck.http("http", "/")
                    .interval(ofMillis(200))
                    .timeout(ofSeconds(5))
                    .startPeriod(LONG));
    return TaskDefinition.builder("app").container(server.build()).build();
  }

  private static String get(Service web) throws IOException, InterruptedException {
    URI uri = web.endpoint("http").uri();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** Counted down once the task is STOPPED. */
  private static CountDownLatch stopOf(Engine engine, TaskId task) {
    CountDownLatch stopped = new CountDownLatch(1);
    engine
        .events()
        .subscribe(
            Events.matching(
                event -> event instanceof TaskStopped stop && stop.task().equals(task),
                record -> stopped.countDown()));
    return stopped;
  }

  /** Ends a task's workload as the kernel's out-of-memory killer would. */
  private static void kill(Engine engine, TaskId task) {
    for (long pid : processes(engine.id())) {
      if (Procfs.environment(pid).contains("BERTH_TASK=" + task.driverName() + "\0")) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  /** The workloads' own processes, without the shims above them. */
  private static Set<Long> processes(String engineId) {
    Set<Long> found = new TreeSet<>();
    ProcessHandle.allProcesses()
        .filter(process -> process.children().findAny().isEmpty())
        .map(ProcessHandle::pid)
        .filter(pid -> Procfs.environment(pid).contains("BERTH_ENGINE=" + engineId + "\0"))
        .forEach(found::add);
    return found;
  }

  /** The threads there are once those have ended that were told to. */
  private static Set<String> threads() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("HttpClient") || thread.getName().startsWith("berth-")) {
        thread.join(10_000);
      }
    }
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("process reaper"))
        .filter(name -> !name.startsWith("ForkJoinPool"))
        .collect(Collectors.toSet());
  }

  private static Set<String> openFiles() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      List<String> targets =
          descriptors.map(EngineOnProcessesTest::target).filter(name -> !name.isEmpty()).toList();
      return new TreeSet<>(targets);
    }
  }

  private static String target(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.endsWith("/fd") || target.endsWith(".jar") ? "" : target;
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
