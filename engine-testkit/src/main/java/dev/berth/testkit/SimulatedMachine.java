package dev.berth.testkit;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.model.PortBinding;
import dev.berth.model.PortMapping;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What simulated tasks run on: it stays when a driver is closed and another one opened. */
final class SimulatedMachine {
  static final int PORTS = 30_000;
  private static final int FIRST_PORT = 30_000;

  final VirtualTime time;
  final Map<String, SimulatedTask> tasks = new TreeMap<>();
  BiFunction<TaskId, ContainerDefinition, Behaviour> script = (task, container) -> Behaviour.runs();
  Supplier<Optional<DriverException>> createFailure = Optional::empty;
  Consumer<Observation> observer = observation -> {};
  boolean silent;
  int totalStarts;
  private final TreeSet<Integer> takenPorts = new TreeSet<>();

  SimulatedMachine(VirtualTime time) {
    this.time = time;
  }

  Optional<SimulatedTask> task(TaskHandle handle) {
    return Optional.ofNullable(tasks.get(handle.value()));
  }

  Container require(TaskHandle handle, String container) {
    return task(handle)
        .flatMap(task -> task.container(container))
        .orElseThrow(() ->
            new DriverException(
                Reason.NOT_FOUND, "no container '%s' of '%s'".formatted(container, handle)));
  }

  TaskReport create(TaskLaunch launch) {
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
      task.containers.put(
          container.name(), new Container(container, script.apply(launch.task(), container)));
    }
    tasks.put(launch.name(), task);
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

  private int freePort() {
    for (int port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
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
    totalStarts++;
    container.startedAt = time.now();
    for (String line : container.behaviour.output()) {
      container.output.add(new LogLine(LogLine.Stream.STDOUT, line));
    }
    container
        .behaviour
        .life()
        .ifPresent(life ->
            time.schedule(
                life, () -> exit(task.launch.task(), container, container.behaviour.exit())));
    started.complete(task.report());
  }

  void exit(TaskId task, Container container, ContainerExit exit) {
    if (!container.running) {
      return;
    }
    container.running = false;
    container.exit = exit;
    container.stoppers.forEach(stopper -> stopper.complete(exit));
    if (!silent) {
      observer.accept(
          new Observation.ContainerSeen(
              task, new ContainerReport.Exited(container.definition.name(), exit)));
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
    TaskId id = task.launch.task();
    time.schedule(
        graceful.orElse(timeout),
        () -> exit(id, container, ContainerExit.signal(graceful.isPresent() ? 15 : 9)));
    return stopped;
  }

  void remove(String name) {
    SimulatedTask removed = tasks.remove(name);
    if (removed != null) {
      removed.ports.forEach(binding -> takenPorts.remove(binding.hostPort()));
      removed.containers.values().forEach(Container::vanish);
    }
  }
}
