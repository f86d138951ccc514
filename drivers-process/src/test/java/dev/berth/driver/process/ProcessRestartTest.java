package dev.berth.driver.process;

import static dev.berth.driver.process.ProcessWorld.await;
import static dev.berth.driver.process.ProcessWorld.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.LogQuery;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskHandle;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessRestartTest {
  /** What the JVM runs that is killed. */
  static final class Victim {
    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      ProcessWorld world = new ProcessWorld(directory, ProcessDriver.builder(), arguments[1]);
      world.run(1, untilFile(directory.resolve("go"), 42));
      world.run(2, Workloads.shell("app", "exec sleep 600"));
      world.run(3, Workloads.shell("app", "exit 9"));
      TaskHandle stopped =
          world.run(
              4, Workloads.shell("app", "trap '' TERM; echo ready; while :; do sleep 600; done"));
      world.awaitLine(stopped, "ready");
      CompletionStage<ContainerExit> stopping =
          world.driver.stop(stopped, "app", Duration.ofHours(1));
      System.out.println("ready");
      System.in.read();
      System.out.println(stopping);
    }
  }

  private static ContainerDefinition.Builder untilFile(Path file, int code) {
    return Workloads.shell("app", "until [ -e '" + file + "' ]; do sleep 0.02; done; exit " + code);
  }

  @Test
  void whatAKilledEngineLeftIsTakenUp(@TempDir Path directory)
      throws IOException, InterruptedException {
    String engineId = "test-" + UUID.randomUUID();
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                directory.toString(),
                engineId)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = victim.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
    } finally {
      victim.destroyForcibly();
    }
    assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();

    try (ProcessWorld world = new ProcessWorld(directory, ProcessDriver.builder(), engineId)) {
      assertThat(get(world.driver.list()).tasks()).hasSize(4);
      List<TaskHandle> tasks =
          Stream.of(1, 2, 3, 4).map(number -> new TaskHandle("shop--web--" + number)).toList();
      for (TaskHandle task : tasks) {
        get(world.driver.recover(task));
      }
      assertThat(world.report(tasks.get(0))).isEqualTo(new ContainerReport.Running("app"));
      assertThat(world.report(tasks.get(1))).isEqualTo(new ContainerReport.Running("app"));
      assertThat(world.report(tasks.get(2)))
          .isEqualTo(new ContainerReport.Exited("app", ContainerExit.code(9)));
      Files.createFile(directory.resolve("go"));
      await(() ->
          world.observations.contains(
              new Observation.ContainerSeen(
                  Workloads.task(1), new ContainerReport.Exited("app", ContainerExit.code(42)))));
      assertThat(get(world.driver.stop(tasks.get(1), "app", ProcessWorld.LONG)))
          .isEqualTo(ContainerExit.signal(15));
      assertThat(get(world.driver.stop(tasks.get(3), "app", Duration.ofMillis(50))))
          .isEqualTo(ContainerExit.signal(9));
    }
  }

  @Test
  void closeLeavesNoThreadAndNoFileOpen(@TempDir Path directory) throws IOException {
    String engineId = "test-" + UUID.randomUUID();
    // Whatever the JDK opens once for all is not the driver's.
    new ProcessWorld(directory, ProcessDriver.builder(), engineId).close();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Set<String> filesBefore = openFiles();
    ProcessDriver driver = ProcessDriver.builder().name("leaky").build();
    driver.open(new DriverContext(engineId, directory, observation -> {}));
    TaskHandle task =
        get(driver.create(Workloads.launch(engineId, 1, Workloads.shell("app", "exec sleep 600"))))
            .handle();
    get(driver.start(task, "app"));
    get(driver.exec(task, "app", List.of("true"), ProcessWorld.LONG));
    get(driver.logs(task, "app", new LogQuery.Tail(1)));
    CompletionStage<ContainerExit> stopping = driver.stop(task, "app", Duration.ofHours(1));
    get(stopping);
    driver.close();
    await(() -> newThreads(before).isEmpty());
    assertThat(openFiles()).isEqualTo(filesBefore);
    new ProcessWorld(directory, ProcessDriver.builder(), engineId).close();
  }

  @Test
  void aClosedDriverRefuses(@TempDir Path directory) {
    try (ProcessWorld world = new ProcessWorld(directory)) {
      ProcessDriver closed = world.driver;
      world.reopen();
      assertThat(ProcessWorld.refusal(closed.list()).reason())
          .isEqualTo(DriverException.Reason.UNAVAILABLE);
      closed.close();
    }
  }

  @Test
  void closeEndsCallsThatWait(@TempDir Path directory) {
    try (ProcessWorld world = new ProcessWorld(directory)) {
      TaskHandle task =
          world.run(1, Workloads.shell("app", "trap '' TERM; echo ready; exec sleep 600"));
      world.awaitLine(task, "ready");
      CompletionStage<ContainerExit> stop = world.driver.stop(task, "app", Duration.ofHours(1));
      CompletionStage<?> exec =
          world.driver.exec(task, "app", List.of("sleep", "700"), Duration.ofHours(1));
      await(() -> world.processes().size() == 3);
      world.reopen();
      assertThat(ProcessWorld.refusal(stop)).hasMessage("driver 'process' is closed");
      assertThat(ProcessWorld.refusal(exec).getMessage()).contains("closes");
      assertThat(world.processes()).hasSize(2);
      assertThat(world.report(task)).isEqualTo(new ContainerReport.Running("app"));
    }
  }

  /** Threads that are neither old nor the JDK's own for reaping processes and for its futures. */
  private static Set<String> newThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("process reaper"))
        .filter(name -> !name.startsWith("CompletableFutureDelay"))
        .filter(name -> !name.startsWith("ForkJoinPool"))
        .collect(Collectors.toSet());
  }

  private static Set<String> openFiles() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(descriptor -> {
            try {
              return Files.readSymbolicLink(descriptor).toString();
            } catch (IOException closed) {
              return "closed";
            }
          })
          .filter(target -> !target.endsWith("/fd") && !target.equals("closed"))
          .filter(target -> !target.endsWith(".jar"))
          .collect(Collectors.toSet());
    }
  }
}
