package dev.berth.testkit;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.model.HealthProbe;
import dev.berth.model.NetworkMode;
import dev.berth.model.NodeId;
import dev.berth.model.PortBinding;
import dev.berth.model.Resources;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerStats;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
import dev.berth.spi.ExecResult;
import dev.berth.spi.Fingerprint;
import dev.berth.spi.HealthProber;
import dev.berth.spi.Listing;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogLine;
import dev.berth.spi.LogQuery;
import dev.berth.spi.ProbeResult;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import dev.berth.testkit.SimulatedTask.Container;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private final String name;
  private final SimulatedMachine machine;
  private Duration callDelay = Duration.ofMillis(10);
  private @Nullable DriverContext context;

  /** A driver named {@code simulated} on {@code time}. */
  public SimulatedDriver(VirtualTime time) {
    this("simulated", time);
  }

  /** A driver of that name on {@code time}. */
  public SimulatedDriver(String name, VirtualTime time) {
    this(name, new SimulatedMachine(time));
  }

  private SimulatedDriver(String name, SimulatedMachine machine) {
    this.name = name;
    this.machine = machine;
  }

  /** Another driver of this one's machine, which finds what this one left. */
  public SimulatedDriver successor() {
    SimulatedDriver successor = new SimulatedDriver(name, machine);
    successor.callDelay = callDelay;
    return successor;
  }

  /** How containers that are created from now on behave. */
  public void script(BiFunction<TaskId, ContainerDefinition, Behaviour> behaviours) {
    machine.script = behaviours;
  }

  /** Lets every create from now on fail with what {@code failure} gives, if it gives one. */
  public void failCreates(Supplier<Optional<DriverException>> failure) {
    machine.createFailure = failure;
  }

  /** How long calls take. */
  public void callDelay(Duration delay) {
    callDelay = delay;
  }

  Duration callDelay() {
    return callDelay;
  }

  /** Whether observations are lost from now on, so that only listings tell. */
  public void loseObservations(boolean lost) {
    machine.silent = lost;
  }

  /** Ends a running container as if someone had killed it with SIGKILL. */
  public void kill(TaskId task, String container) {
    TaskHandle handle = new TaskHandle(task.driverName());
    SimulatedTask found = machine.reach(handle).orElseThrow(() -> unknown(handle));
    machine.exit(found, machine.require(handle, container), ContainerExit.signal(9));
  }

  /** Lets a container's health checks fail from now on. */
  public void breakHealth(TaskId task, String container) {
    require(task, container).healthBroken = true;
  }

  /** Lets a container print a line. */
  public void print(TaskId task, String container, String line) {
    require(task, container).output.add(new LogLine(LogLine.Stream.STDOUT, line));
  }

  /**
   * Takes a node away: calls to what is on it fail, listings do not show it, nothing it does is
   * seen. What runs there ends, as when its power fails.
   */
  public void loseNode(NodeId node) {
    machine.lose(node, true);
  }

  /** Takes a node away as {@link #loseNode} does, but what runs there goes on. */
  public void cutOffNode(NodeId node) {
    machine.lose(node, false);
  }

  /** Brings a node back, with what it still has. */
  public void returnNode(NodeId node) {
    machine.bringBack(node);
  }

  /** What the tasks of this driver live on. */
  SimulatedMachine machine() {
    return machine;
  }

  private Container require(TaskId task, String container) {
    return machine.require(new TaskHandle(task.driverName()), container);
  }

  /** Lets a task vanish without a trace, as if its machine had been wiped. */
  public void lose(TaskId task) {
    machine.vanish(task.driverName());
  }

  /** The tasks that have a running container, by their identities. */
  public List<TaskId> running() {
    return machine.tasks.values().stream()
        .filter(task -> task.containers.values().stream().anyMatch(one -> one.running))
        .map(task -> task.launch.task())
        .sorted()
        .toList();
  }

  /** Everything it has, in whatever state. */
  public List<TaskId> tasks() {
    return machine.tasks.values().stream().map(task -> task.launch.task()).sorted().toList();
  }

  /** How many containers were started since the beginning. */
  public int totalStarts() {
    return machine.totalStarts;
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
    machine.observer = opened.observer();
  }

  @Override
  public CompletionStage<Fingerprint> fingerprint() {
    Resources resources =
        Resources.of(16 * 1024, 64 * 1024).with(Resources.PORTS, SimulatedMachine.PORTS);
    return CompletableFuture.completedFuture(
        new Fingerprint(resources, new TreeMap<>(Map.of("os.name", "simulated")), "127.0.0.1"));
  }

  @Override
  public CompletionStage<TaskReport> create(TaskLaunch launch) {
    return later(
        callDelay,
        () -> {
          requireOpen();
          return machine.create(launch);
        });
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle handle, String container) {
    try {
      return machine.start(
          machine.reach(handle).orElseThrow(() -> unknown(handle)),
          machine.require(handle, container));
    } catch (DriverException refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
  }

  @Override
  public CompletionStage<TaskReport> recover(TaskHandle handle) {
    return later(
        callDelay,
        () -> machine.reach(handle).map(SimulatedTask::report).orElseThrow(() -> unknown(handle)));
  }

  @Override
  public CompletionStage<Listing> list() {
    return later(
        callDelay,
        () -> {
          String engineId = requireOpen().engineId();
          return machine.list(engineId);
        });
  }

  @Override
  public CompletionStage<Optional<TaskReport>> inspect(TaskHandle handle) {
    return later(callDelay, () -> machine.reach(handle).map(SimulatedTask::report));
  }

  @Override
  public CompletionStage<ContainerExit> stop(
      TaskHandle handle, String container, Duration timeout) {
    try {
      return machine
          .reach(handle)
          .filter(task -> task.container(container).isPresent())
          .map(task -> machine.stop(task, machine.require(handle, container), timeout))
          .orElseGet(() ->
              CompletableFuture.completedFuture(
                  ContainerExit.unknown("there is no such container any more")));
    } catch (DriverException refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle handle) {
    return later(
        callDelay,
        () -> {
          machine.reach(handle).ifPresent(task -> machine.remove(handle.value()));
          return null;
        });
  }

  @Override
  public CompletionStage<ContainerStats> stats(TaskHandle handle, String container) {
    return later(
        callDelay,
        () -> {
          Container found = machine.require(handle, container);
          return new ContainerStats(
              found.running ? Duration.between(found.startedAt, machine.time.now()) : Duration.ZERO,
              found.running ? 1 << 20 : 0,
              found.running ? 1 : 0);
        });
  }

  @Override
  public CompletionStage<LogChunk> logs(TaskHandle handle, String container, LogQuery query) {
    return later(
        callDelay,
        () -> {
          List<LogLine> output = machine.require(handle, container).output;
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

  /**
   * {@inheritDoc}
   *
   * <p>The command {@code exit CODE TEXT} ends with that code and prints the text, {@code hang}
   * does not end; any other one ends with code 0 if the container's health checks pass, else with
   * 1.
   */
  @Override
  public CompletionStage<ExecResult> exec(
      TaskHandle handle, String container, List<String> command, Duration timeout) {
    boolean hangs = command.getFirst().equals("hang");
    return later(
        hangs ? timeout : callDelay,
        () -> {
          Container found = machine.require(handle, container);
          if (hangs) {
            throw new DriverException(
                Reason.TIMED_OUT, "%s did not end within %s".formatted(command, timeout));
          }
          if (command.getFirst().equals("exit")) {
            return new ExecResult(Integer.parseInt(command.get(1)), command.get(2));
          }
          return found.healthyAt(machine.time.now())
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
            machine.tasks.values().stream()
                    .filter(task -> task.ports.contains(target))
                    .filter(task -> machine.reaches(task.launch.node()))
                    .anyMatch(task ->
                        task.container(target.container())
                            .filter(container -> container.healthyAt(machine.time.now()))
                            .isPresent())
                ? new ProbeResult.Passed()
                : new ProbeResult.Failed(otherwise));
  }

  private DriverContext requireOpen() {
    if (context == null) {
      throw new DriverException(Reason.UNAVAILABLE, "driver '%s' is closed".formatted(name));
    }
    return context;
  }

  private static DriverException unknown(TaskHandle handle) {
    return new DriverException(Reason.NOT_FOUND, "no task '%s'".formatted(handle));
  }

  private <T extends @Nullable Object> CompletionStage<T> later(
      Duration delay, Supplier<T> answer) {
    CompletableFuture<T> future = new CompletableFuture<>();
    machine.time.schedule(
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

  @Override
  public void close() {
    if (context != null) {
      if (machine.observer.equals(context.observer())) {
        machine.observer = observation -> {};
      }
      context = null;
    }
  }
}
