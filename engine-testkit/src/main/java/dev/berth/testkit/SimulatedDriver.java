package dev.berth.testkit;

import dev.berth.NotFoundException;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.model.HealthProbe;
import dev.berth.model.NetworkMode;
import dev.berth.model.PortBinding;
import dev.berth.model.PortMapping;
import dev.berth.model.Resources;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.ContainerStats;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
import dev.berth.spi.ExecResult;
import dev.berth.spi.Fingerprint;
import dev.berth.spi.HealthProber;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogLine;
import dev.berth.spi.LogQuery;
import dev.berth.spi.Observation;
import dev.berth.spi.ProbeResult;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import dev.berth.testkit.SimulatedTask.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A driver whose tasks exist only in memory and on virtual time; how each container behaves is
 * scripted. It answers its own health checks. What it runs outlives {@link #close}, as with every
 * driver, so the same instance can be given to the engine that comes after.
 */
public final class SimulatedDriver implements Driver, HealthProber {
  private static final int FIRST_PORT = 30_000;
  private static final int PORTS = 30_000;

  private final String name;
  private final VirtualTime time;
  private final Map<String, SimulatedTask> tasks = new TreeMap<>();
  private final TreeSet<Integer> takenPorts = new TreeSet<>();
  private BiFunction<TaskId, ContainerDefinition, Behaviour> script =
      (task, container) -> Behaviour.runs();
  private Supplier<Optional<DriverException>> createFailure = Optional::empty;
  private Duration callDelay = Duration.ofMillis(10);
  private boolean silent;
  private int totalStarts;
  private @Nullable DriverContext context;

  /** A driver named {@code simulated} on {@code time}. */
  public SimulatedDriver(VirtualTime time) {
    this("simulated", time);
  }

  /** A driver of that name on {@code time}. */
  public SimulatedDriver(String name, VirtualTime time) {
    this.name = name;
    this.time = time;
  }

  /** How containers that are created from now on behave. */
  public void script(BiFunction<TaskId, ContainerDefinition, Behaviour> behaviours) {
    script = behaviours;
  }

  /** Lets every create from now on fail with what {@code failure} gives, if it gives one. */
  public void failCreates(Supplier<Optional<DriverException>> failure) {
    createFailure = failure;
  }

  /** How long calls take. */
  public void callDelay(Duration delay) {
    callDelay = delay;
  }

  /** Whether observations are lost from now on, so that only listings tell. */
  public void loseObservations(boolean lost) {
    silent = lost;
  }

  /** Ends a running container as if someone had killed it with SIGKILL. */
  public void kill(TaskId task, String container) {
    Container found =
        task(new TaskHandle(task.driverName()))
            .flatMap(known -> known.container(container))
            .orElseThrow(() -> new NotFoundException("no container of " + task));
    exit(task, found, ContainerExit.signal(9));
  }

  /** Lets a container's health checks fail from now on. */
  public void breakHealth(TaskId task, String container) {
    task(new TaskHandle(task.driverName()))
        .flatMap(known -> known.container(container))
        .orElseThrow(() -> new NotFoundException("no container of " + task))
        .healthBroken = true;
  }

  /** Lets a task vanish without a trace, as if its machine had been wiped. */
  public void lose(TaskId task) {
    SimulatedTask lost = tasks.remove(task.driverName());
    if (lost != null) {
      release(lost);
    }
  }

  /** The tasks that have a running container, by their identities. */
  public List<TaskId> running() {
    return tasks.values().stream()
        .filter(task -> task.containers.values().stream().anyMatch(one -> one.running))
        .map(task -> task.launch.task())
        .sorted()
        .toList();
  }

  /** Everything it has, in whatever state. */
  public List<TaskId> tasks() {
    return tasks.values().stream().map(task -> task.launch.task()).sorted().toList();
  }

  /** How many containers were started since the beginning. */
  public int totalStarts() {
    return totalStarts;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DriverCapabilities capabilities() {
    return new DriverCapabilities(
        EnumSet.allOf(DriverCapabilities.Feature.class), EnumSet.allOf(NetworkMode.class));
  }

  @Override
  public void open(DriverContext opened) {
    context = opened;
  }

  @Override
  public CompletionStage<Fingerprint> fingerprint() {
    Resources resources = Resources.of(16 * 1024, 64 * 1024).with(Resources.PORTS, PORTS);
    return CompletableFuture.completedFuture(
        new Fingerprint(resources, new TreeMap<>(Map.of("os.name", "simulated")), "127.0.0.1"));
  }

  @Override
  public CompletionStage<TaskReport> create(TaskLaunch launch) {
    return later(
        callDelay,
        () -> {
          SimulatedTask existing = tasks.get(launch.name());
          if (existing != null) {
            return adopt(existing, launch);
          }
          Optional<DriverException> failure = createFailure.get();
          if (failure.isPresent()) {
            throw failure.get();
          }
          SimulatedTask task = new SimulatedTask(launch, bind(launch));
          for (ContainerDefinition container : launch.definition().containers()) {
            task.containers.put(
                container.name(),
                new Container(container, script.apply(launch.task(), container)));
          }
          tasks.put(launch.name(), task);
          return task.report();
        });
  }

  private static TaskReport adopt(SimulatedTask existing, TaskLaunch launch) {
    if (!existing.launch.labels().engineId().equals(launch.labels().engineId())
        || !existing
            .launch
            .labels()
            .definitionHash()
            .equals(launch.labels().definitionHash())) {
      throw new DriverException(
          Reason.NAME_TAKEN,
          "'%s' exists and bears %s"
              .formatted(launch.name(), existing.launch.labels()));
    }
    return existing.report();
  }

  private List<PortBinding> bind(TaskLaunch launch) {
    List<PortBinding> bindings = new ArrayList<>();
    for (ContainerDefinition container : launch.definition().containers()) {
      for (PortMapping port : container.ports()) {
        int hostPort = port.dynamic() ? freePort() : port.hostPort();
        takenPorts.add(hostPort);
        bindings.add(
            new PortBinding(
                container.name(), port.name(), "127.0.0.1", hostPort, port.protocol()));
      }
    }
    return bindings;
  }

  private int freePort() {
    for (int port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
      if (!takenPorts.contains(port)) {
        return port;
      }
    }
    throw new DriverException(
        Reason.PORT_UNAVAILABLE, "all %d simulated ports are taken".formatted(PORTS));
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle handle, String name) {
    SimulatedTask task = task(handle).orElse(null);
    Container container = task == null ? null : task.container(name).orElse(null);
    if (task == null || container == null) {
      return failed(Reason.NOT_FOUND, "no container '%s' of '%s'".formatted(name, handle));
    }
    if (container.begun) {
      return container.starting != null && container.exit == null
          ? container.starting
          : CompletableFuture.completedFuture(task.report());
    }
    container.begun = true;
    CompletableFuture<TaskReport> started = new CompletableFuture<>();
    container.starting = started;
    if (container.behaviour.starts()) {
      time.schedule(container.behaviour.startDelay(), () -> run(task, container, started));
    }
    return started;
  }

  private void run(
      SimulatedTask task, Container container, CompletableFuture<TaskReport> started) {
    if (container.exit != null) {
      started.complete(task.report());
      return;
    }
    Optional<DriverException> failure = container.behaviour.startFailure();
    if (failure.isPresent()) {
      container.exit = ContainerExit.unknown("never started");
      started.completeExceptionally(failure.get());
      return;
    }
    container.running = true;
    container.starts++;
    totalStarts++;
    container.startedAt = time.now();
    container.output.add(
        new LogLine(
            LogLine.Stream.STDOUT, String.join(" ", container.definition.commandLine())));
    container
        .behaviour
        .life()
        .ifPresent(
            life ->
                time.schedule(
                    life, () -> exit(task.launch.task(), container, container.behaviour.exit())));
    started.complete(task.report());
  }

  private void exit(TaskId task, Container container, ContainerExit exit) {
    if (!container.running) {
      return;
    }
    container.running = false;
    container.exit = exit;
    container.stoppers.forEach(stopper -> stopper.complete(exit));
    observe(
        new Observation.ContainerSeen(
            task, new ContainerReport.Exited(container.definition.name(), exit)));
  }

  private void observe(Observation observation) {
    if (context != null && !silent) {
      context.observer().accept(observation);
    }
  }

  @Override
  public CompletionStage<TaskReport> recover(TaskHandle handle) {
    return later(
        callDelay,
        () ->
            task(handle)
                .map(SimulatedTask::report)
                .orElseThrow(
                    () ->
                        new DriverException(Reason.NOT_FOUND, "no task '%s'".formatted(handle))));
  }

  @Override
  public CompletionStage<List<TaskReport>> list() {
    return later(
        callDelay,
        () ->
            tasks.values().stream()
                .filter(
                    task ->
                        context != null
                            && task.launch.labels().engineId().equals(context.engineId()))
                .map(SimulatedTask::report)
                .toList());
  }

  @Override
  public CompletionStage<Optional<TaskReport>> inspect(TaskHandle handle) {
    return later(callDelay, () -> task(handle).map(SimulatedTask::report));
  }

  @Override
  public CompletionStage<ContainerExit> stop(
      TaskHandle handle, String name, Duration timeout) {
    SimulatedTask task = task(handle).orElse(null);
    Container container = task == null ? null : task.container(name).orElse(null);
    if (task == null || container == null) {
      return CompletableFuture.completedFuture(
          ContainerExit.unknown("there is no such container any more"));
    }
    if (container.exit == null && !container.running) {
      container.begun = true;
      container.exit = ContainerExit.unknown("never started");
      if (container.starting != null) {
        container.starting.complete(task.report());
      }
    }
    if (container.exit != null) {
      return CompletableFuture.completedFuture(container.exit);
    }
    CompletableFuture<ContainerExit> stopped = new CompletableFuture<>();
    container.stoppers.add(stopped);
    Optional<Duration> graceful =
        container.behaviour.stopsAfter().filter(delay -> delay.compareTo(timeout) <= 0);
    TaskId id = task.launch.task();
    time.schedule(
        graceful.orElse(timeout),
        () -> exit(id, container, ContainerExit.signal(graceful.isPresent() ? 15 : 9)));
    return stopped;
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle handle) {
    return later(
        callDelay,
        () -> {
          SimulatedTask task = tasks.remove(handle.value());
          if (task != null) {
            release(task);
          }
          return null;
        });
  }

  private void release(SimulatedTask task) {
    task.ports.forEach(binding -> takenPorts.remove(binding.hostPort()));
    for (Container container : task.containers.values()) {
      container.running = false;
      if (container.exit == null) {
        container.exit = ContainerExit.unknown("destroyed");
      }
      ContainerExit exit = container.exit;
      container.stoppers.forEach(stopper -> stopper.complete(exit));
    }
  }

  @Override
  public CompletionStage<ContainerStats> stats(TaskHandle handle, String container) {
    return later(
        callDelay,
        () -> {
          Container found = require(handle, container);
          return new ContainerStats(
              found.running ? Duration.between(found.startedAt, time.now()) : Duration.ZERO,
              found.running ? 1 << 20 : 0,
              found.running ? 1 : 0);
        });
  }

  @Override
  public CompletionStage<LogChunk> logs(TaskHandle handle, String container, LogQuery query) {
    return later(
        callDelay,
        () -> {
          List<LogLine> output = require(handle, container).output;
          int from =
              switch (query) {
                case LogQuery.Tail tail -> Math.max(0, output.size() - tail.lines());
                case LogQuery.After after ->
                    after.position().isEmpty() ? 0 : Integer.parseInt(after.position());
              };
          int to = Math.min(output.size(), from + query.lines());
          return new LogChunk(output.subList(from, to), Integer.toString(to));
        });
  }

  /** Lets a container print a line. */
  public void print(TaskId task, String container, String line) {
    require(new TaskHandle(task.driverName()), container)
        .output
        .add(new LogLine(LogLine.Stream.STDOUT, line));
  }

  @Override
  public CompletionStage<ExecResult> exec(
      TaskHandle handle, String container, List<String> command, Duration timeout) {
    return later(
        callDelay,
        () -> {
          Container found = require(handle, container);
          return found.healthyAt(time.now())
              ? new ExecResult(0, String.join(" ", command))
              : new ExecResult(1, "not healthy");
        });
  }

  @Override
  public CompletionStage<ProbeResult> probe(
      HealthProbe.Http probe, PortBinding target, Duration timeout) {
    return probe(target, "GET %s answered 503".formatted(probe.path()));
  }

  @Override
  public CompletionStage<ProbeResult> probe(
      HealthProbe.Tcp probe, PortBinding target, Duration timeout) {
    return probe(target, "connection refused");
  }

  private CompletionStage<ProbeResult> probe(PortBinding target, String otherwise) {
    return later(
        callDelay,
        () ->
            tasks.values().stream()
                    .filter(task -> task.ports.contains(target))
                    .anyMatch(
                        task ->
                            task.container(target.container())
                                .filter(container -> container.healthyAt(time.now()))
                                .isPresent())
                ? new ProbeResult.Passed()
                : new ProbeResult.Failed(otherwise));
  }

  private Optional<SimulatedTask> task(TaskHandle handle) {
    return Optional.ofNullable(tasks.get(handle.value()));
  }

  private Container require(TaskHandle handle, String container) {
    return task(handle)
        .flatMap(task -> task.container(container))
        .orElseThrow(
            () ->
                new DriverException(
                    Reason.NOT_FOUND, "no container '%s' of '%s'".formatted(container, handle)));
  }

  private <T extends @Nullable Object> CompletionStage<T> later(
      Duration delay, Supplier<T> answer) {
    CompletableFuture<T> future = new CompletableFuture<>();
    time.schedule(
        delay,
        () -> {
          try {
            future.complete(answer.get());
          } catch (RuntimeException failure) {
            future.completeExceptionally(failure);
          }
        });
    return future;
  }

  private static <T> CompletionStage<T> failed(Reason reason, String message) {
    return CompletableFuture.failedFuture(new DriverException(reason, message));
  }

  @Override
  public void close() {
    context = null;
  }
}
