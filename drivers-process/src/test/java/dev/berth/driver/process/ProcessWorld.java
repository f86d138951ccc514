package dev.berth.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.LogLine;
import dev.berth.spi.LogQuery;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An engine's side of a test: an id, a directory, a driver, and what was observed. */
final class ProcessWorld implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(30);

  final String engineId;
  final Path directory;
  final LinkedBlockingQueue<Observation> observations = new LinkedBlockingQueue<>();
  private final ProcessDriver.Builder builder;
  ProcessDriver driver;

  ProcessWorld(Path directory) {
    this(directory, ProcessDriver.builder());
  }

  ProcessWorld(Path directory, ProcessDriver.Builder builder) {
    this(directory, builder, "test-" + UUID.randomUUID());
  }

  ProcessWorld(Path directory, ProcessDriver.Builder builder, String engineId) {
    this.directory = directory;
    this.builder = builder;
    this.engineId = engineId;
    driver = open();
  }

  private ProcessDriver open() {
    ProcessDriver opened = builder.build();
    opened.open(new DriverContext(engineId, directory, observations::add));
    return opened;
  }

  void reopen() {
    driver.close();
    driver = open();
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  static DriverException refusal(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    await(future::isDone);
    assertThat(future).isCompletedExceptionally();
    return (DriverException) future.exceptionNow();
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  TaskReport create(long number, ContainerDefinition.Builder... containers) {
    return get(driver.create(Workloads.launch(engineId, number, containers)));
  }

  /** Creates a task and starts its first container. */
  TaskHandle run(long number, ContainerDefinition.Builder... containers) {
    TaskReport created = create(number, containers);
    TaskReport unused =
        get(driver.start(created.handle(), created.containers().getFirst().container()));
    return created.handle();
  }

  ContainerReport report(TaskHandle task) {
    return get(driver.inspect(task)).orElseThrow().containers().getFirst();
  }

  ContainerExit awaitExit(TaskHandle task) {
    await(() -> report(task) instanceof ContainerReport.Exited);
    return ((ContainerReport.Exited) report(task)).exit();
  }

  List<String> lines(TaskHandle task) {
    String container = report(task).container();
    return get(driver.logs(task, container, new LogQuery.Tail(1_000))).lines().stream()
        .map(LogLine::text)
        .toList();
  }

  /** Waits for a line that begins with {@code prefix}; returns the rest of it. */
  String awaitLine(TaskHandle task, String prefix) {
    await(() -> line(task, prefix).isPresent());
    return line(task, prefix).orElseThrow();
  }

  private Optional<String> line(TaskHandle task, String prefix) {
    return lines(task).stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst();
  }

  ContainerDirectory container(TaskHandle task) {
    return new ContainerDirectory(
        directory
            .resolve("tasks")
            .resolve(task.value())
            .resolve("containers")
            .resolve(report(task).container()));
  }

  /** Every process whose environment names this engine. */
  List<ProcessStat> processes() {
    return Procfs.processes().stream()
        .filter(ProcessStat::alive)
        .filter(process -> Procfs.environment(process.pid()).contains(engineId))
        .toList();
  }

  static boolean alive(String pid) {
    return Procfs.stat(Long.parseLong(pid)).filter(ProcessStat::alive).isPresent();
  }

  /** Removes all tasks, and looks that nothing of them is left. */
  @Override
  public void close() {
    for (TaskReport task : get(driver.list()).tasks()) {
      get(driver.destroy(task.handle()));
    }
    driver.close();
    assertThat(processes()).as("processes left behind").isEmpty();
  }
}
