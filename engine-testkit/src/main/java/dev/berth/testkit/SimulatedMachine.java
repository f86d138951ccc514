package dev.berth.testkit;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.model.NodeId;
import dev.berth.model.PortBinding;
import dev.berth.model.PortMapping;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
import dev.berth.spi.Listing;
import dev.berth.spi.LogLine;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import dev.berth.testkit.SimulatedTask.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What simulated tasks run on: it stays when a driver is closed and another one opened. */
final class SimulatedMachine {
  static final int PORTS = 30_000;
  private static final int FIRST_PORT = 30_000;

  final VirtualTime time;
  final Map<String, SimulatedTask> tasks = new TreeMap<>();
  BiFunction<TaskId, ContainerDefinition, Behaviour> script = (task, container) -> Behaviour.runs();
  Supplier<Optional<DriverException>> createFailure = Optional::empty;
  Consumer<Observation> observer = observation -> {};
  UnaryOperator<Behaviour> misfortune = behaviour -> behaviour;
  boolean silent;
  int totalStarts;
  Consumer<SimulatedTask> onCreated = task -> {};
  Consumer<String> onVanished = name -> {};
  BiConsumer<SimulatedTask, String> onRunning = (task, container) -> {};
  private final Set<NodeId> away = new TreeSet<>();
  private final Set<NodeId> everAway = new TreeSet<>();
  private final TreeSet<Integer> takenPorts = new TreeSet<>();
  private int nextPort;

  SimulatedMachine(VirtualTime time) {
    this.time = time;
  }

  Optional<SimulatedTask> task(TaskHandle handle) {
    return Optional.ofNullable(tasks.get(handle.value()));
  }

  /** Whether calls reach what is on {@code node}, and what happens there is seen. */
  boolean reaches(NodeId node) {
    return !away.contains(node);
  }

  /** Whether a node is away or was once. */
  boolean wasAway(NodeId node) {
    return everAway.contains(node);
  }

  /** Whether a task can be reached and something of it runs. */
  boolean runs(TaskId task) {
    SimulatedTask found = tasks.get(task.driverName());
    return found != null
        && reaches(found.launch.node())
        && found.containers.values().stream().anyMatch(one -> one.running);
  }

  /** A task that is there; refused while its node is away. */
  Optional<SimulatedTask> reach(TaskHandle handle) {
    Optional<SimulatedTask> found = task(handle);
    found.ifPresent(task -> requireReached(task.launch.node()));
    return found;
  }

  private void requireReached(NodeId node) {
    if (!reaches(node)) {
      throw new DriverException(Reason.UNAVAILABLE, "node '%s' is away".formatted(node.name()));
    }
  }

  /** Takes a node away, with or without an end of what runs there. */
  void lose(NodeId node, boolean tasksEnd) {
    away.add(node);
    everAway.add(node);
    if (tasksEnd) {
      for (SimulatedTask task : tasks.values()) {
        if (task.launch.node().equals(node)) {
          task.containers.values().forEach(one -> exit(task, one, ContainerExit.signal(9)));
        }
      }
    }
  }

  /** Brings a node back with what it has. */
  void bringBack(NodeId node) {
    away.remove(node);
  }

  /** What a driver can tell now. */
  Listing list(String engineId) {
    SortedMap<NodeId, String> unreachable = new TreeMap<>();
    away.forEach(node -> unreachable.put(node, "its power or its network failed"));
    return new Listing(
        tasks.values().stream()
            .filter(task -> task.launch.labels().engineId().equals(engineId))
            .filter(task -> reaches(task.launch.node()))
            .map(SimulatedTask::report)
            .toList(),
        unreachable);
  }

  Container require(TaskHandle handle, String container) {
    return reach(handle)
        .flatMap(task -> task.container(container))
        .orElseThrow(() ->
            new DriverException(
                Reason.NOT_FOUND, "no container '%s' of '%s'".formatted(container, handle)));
  }

  TaskReport create(TaskLaunch launch) {
    requireReached(launch.node());
    SimulatedTask existing = tasks.get(launch.name());
    if (existing != null) {
      return existing.adoptedBy(launch);
    }
    Optional<DriverException> failure = createFailure.get();
    if (failure.isPresent()) {
      throw failure.get();
    }
    SimulatedTask task = new SimulatedTask(launch, bind(launch));
    for (ContainerDefinition container : launch.definition().containers()) {
      Behaviour behaviour = misfortune.apply(script.apply(launch.task(), container));
      task.containers.put(container.name(), new Container(container, behaviour));
    }
    tasks.put(launch.name(), task);
    onCreated.accept(task);
    return task.report();
  }

  private List<PortBinding> bind(TaskLaunch launch) {
    List<PortBinding> bindings = new ArrayList<>();
    for (ContainerDefinition container : launch.definition().containers()) {
      for (PortMapping port : container.ports()) {
        int hostPort = port.dynamic() ? freePort() : port.hostPort();
        if (!takenPorts.add(hostPort)) {
          bindings.forEach(binding -> takenPorts.remove(binding.hostPort()));
          throw new DriverException(
              Reason.PORT_UNAVAILABLE, "host port %d is taken".formatted(hostPort));
        }
        bindings.add(
            new PortBinding(container.name(), port.name(), "127.0.0.1", hostPort, port.protocol()));
      }
    }
    return bindings;
  }

  /** The next one by turns, so that whoever still knows an old port finds nobody else there. */
  private int freePort() {
    for (int tried = 0; tried < PORTS; tried++) {
      int port = FIRST_PORT + nextPort++ % PORTS;
      if (!takenPorts.contains(port)) {
        return port;
      }
    }
    throw new DriverException(
        Reason.PORT_UNAVAILABLE, "all %d simulated ports are taken".formatted(PORTS));
  }

  CompletableFuture<TaskReport> start(SimulatedTask task, Container container) {
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

  private void run(SimulatedTask task, Container container, CompletableFuture<TaskReport> started) {
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
    onRunning.accept(task, container.definition.name());
    totalStarts++;
    container.startedAt = time.now();
    for (String line : container.behaviour.output()) {
      container.output.add(new LogLine(LogLine.Stream.STDOUT, line));
    }
    container
        .behaviour
        .life()
        .ifPresent(
            life -> time.schedule(life, () -> exit(task, container, container.behaviour.exit())));
    started.complete(task.report());
  }

  void exit(SimulatedTask task, Container container, ContainerExit exit) {
    if (!container.running) {
      return;
    }
    container.running = false;
    container.exit = exit;
    container.stoppers.forEach(stopper -> stopper.complete(exit));
    if (!silent && reaches(task.launch.node())) {
      observer.accept(
          new Observation.ContainerSeen(
              task.launch.task(), new ContainerReport.Exited(container.definition.name(), exit)));
    }
  }

  CompletableFuture<ContainerExit> stop(SimulatedTask task, Container container, Duration timeout) {
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
    time.schedule(
        graceful.orElse(timeout),
        () -> exit(task, container, ContainerExit.signal(graceful.isPresent() ? 15 : 9)));
    return stopped;
  }

  /** Removes a task without anybody's having asked for it. */
  void vanish(String name) {
    remove(name);
    onVanished.accept(name);
  }

  void remove(String name) {
    SimulatedTask removed = tasks.remove(name);
    if (removed != null) {
      removed.ports.forEach(binding -> takenPorts.remove(binding.hostPort()));
      removed.containers.values().forEach(Container::vanish);
    }
  }
}
