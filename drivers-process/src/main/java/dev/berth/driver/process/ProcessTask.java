package dev.berth.driver.process;

import dev.berth.model.ContainerExit;
import dev.berth.model.PortMapping;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverException;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLabels;
import dev.berth.spi.TaskReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One task with its containers, as long as its directory exists. */
final class ProcessTask {
  private final TaskStore store;
  private final PortRange ports;
  private final Surroundings surroundings;
  private final List<ProcessContainer> containers = new ArrayList<>();
  private volatile TaskRecord record;
  private boolean leaving;

  ProcessTask(TaskRecord record, TaskStore store, PortRange ports, Surroundings surroundings) {
    this.record = record;
    this.store = store;
    this.ports = ports;
    this.surroundings = surroundings;
    for (ContainerRecord container : record.containers()) {
      containers.add(
          new ProcessContainer(
              record.labels().task(),
              new Marker(record.labels().engineId(), record.name(), container.name()),
              store.container(record.name(), container.name()),
              surroundings));
    }
  }

  TaskLabels labels() {
    return record.labels();
  }

  TaskReport report(String address) {
    return new TaskReport(
        new TaskHandle(record.name()),
        record.labels(),
        record.bindings(address),
        containers.stream().map(ProcessContainer::report).toList());
  }

  /**
   * The container of that name.
   *
   * @throws DriverException if there is none
   */
  ProcessContainer container(String name) {
    return find(name)
        .orElseThrow(() ->
            new DriverException(
                DriverException.Reason.NOT_FOUND,
                "task %s has no container '%s', only %s"
                    .formatted(
                        record.name(),
                        name,
                        containers.stream().map(ProcessContainer::name).toList())));
  }

  private Optional<ProcessContainer> find(String name) {
    return containers.stream().filter(container -> container.name().equals(name)).findFirst();
  }

  /** Settles what an earlier life of the engine left half done. */
  void settle() throws IOException {
    for (ProcessContainer container : containers) {
      container.directory().settle("the engine ended while it started this");
    }
  }

  synchronized ContainerReport start(String name, Shim shim) throws IOException {
    ProcessContainer container = container(name);
    if (leaving) {
      throw new DriverException(
          DriverException.Reason.NOT_FOUND, "task " + record.name() + " is being removed");
    }
    if (container.wasStarted()) {
      return container.report();
    }
    if (containers.stream().noneMatch(ProcessContainer::wasStarted)) {
      settlePorts();
    }
    Workload workload = workload(container);
    workload.requireDirectory();
    List<String> command = workload.command(definition(name).command());
    container.launching();
    try {
      container.launched(launch(container, workload, command, shim));
    } catch (IOException | RuntimeException failure) {
      container.notLaunched();
      throw failure;
    }
    return container.report();
  }

  private ProcessIdentity launch(
      ProcessContainer container, Workload workload, List<String> command, Shim shim)
      throws IOException {
    ContainerDirectory directory = container.directory();
    directory.markStarted();
    try {
      return shim.launch(directory, surroundings.watch().file(record.name()), workload, command);
    } catch (IOException | RuntimeException failure) {
      directory.settle("it could not be started: " + failure.getMessage());
      Optional<ProcessIdentity> recorded = directory.shim();
      if (recorded.isEmpty()) {
        throw failure;
      }
      return recorded.get();
    }
  }

  /**
   * Between creation and the first start somebody else may have taken a port. A chosen one is
   * replaced while nobody has been told of it by a variable; one asked for by number is missing.
   */
  private void settlePorts() throws IOException {
    List<ContainerRecord> settled = new ArrayList<>();
    for (ContainerRecord container : record.containers()) {
      settled.add(
          container.withPorts(
              container.ports().stream().map(port -> settled(container.name(), port)).toList()));
    }
    TaskRecord changed = new TaskRecord(record.labels(), settled);
    if (!changed.equals(record)) {
      store.update(changed);
      record = changed;
      surroundings.observe(
          new Observation.Missed(
              "task %s has other host ports, because its first ones were taken by another program"
                  .formatted(record.name())));
    }
  }

  private HostPort settled(String container, HostPort port) {
    PortMapping mapping = port.mapping();
    if (!mapping.dynamic()) {
      PortRange.requireFree(port.number(), mapping.protocol(), container);
      return port;
    }
    if (PortRange.free(port.number(), mapping.protocol())) {
      return port;
    }
    HostPort other = port.withNumber(ports.choose(mapping.protocol(), record.name()));
    ports.release(port.number(), mapping.protocol());
    return other;
  }

  private ContainerRecord definition(String name) {
    return record.containers().stream()
        .filter(container -> container.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What a container runs, or a command beside it. */
  Workload workload(ProcessContainer container) {
    return Workload.of(record, definition(container.name()), container.directory().work());
  }

  /** Watches every container from now on. */
  CompletableFuture<Void> takeUp() {
    return all(containers.stream().map(ProcessContainer::takeUp).toList());
  }

  /** Stops a container; not while one is just being started, which then might run unnoticed. */
  synchronized CompletableFuture<ContainerExit> stop(String name, Duration timeout)
      throws IOException {
    Optional<ProcessContainer> container = find(name);
    return container.isPresent()
        ? container.get().stop(timeout)
        : CompletableFuture.completedFuture(ContainerExit.unknown("there is no such container"));
  }

  /** Kills what runs and lets nothing start again. */
  synchronized CompletableFuture<Void> leave() throws IOException {
    leaving = true;
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (ProcessContainer container : containers) {
      ends.add(container.stop(Duration.ZERO));
    }
    return all(ends);
  }

  private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
  }
}
