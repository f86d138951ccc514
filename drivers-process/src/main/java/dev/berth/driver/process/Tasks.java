package dev.berth.driver.process;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.NetworkMode;
import dev.berth.model.PortMapping;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.DriverException;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLabels;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tasks in one driver's directory. Those of another engine hold their names and ports, and are
 * otherwise not there.
 */
final class Tasks {
  private final Map<String, ProcessTask> tasks = new ConcurrentHashMap<>();
  private final String engineId;
  private final TaskStore store;
  private final PortRange ports;
  private final Surroundings surroundings;

  Tasks(String engineId, TaskStore store, PortRange ports, Surroundings surroundings)
      throws IOException {
    this.engineId = engineId;
    this.store = store;
    this.ports = ports;
    this.surroundings = surroundings;
    for (TaskRecord record : store.load()) {
      for (ContainerRecord container : record.containers()) {
        container
            .ports()
            .forEach(port -> ports.hold(port.number(), port.mapping().protocol(), record.name()));
      }
      ProcessTask task = task(record);
      task.settle();
      tasks.put(record.name(), task);
    }
  }

  private ProcessTask task(TaskRecord record) {
    return new ProcessTask(record, store, ports, surroundings);
  }

  /** The engine's own tasks. */
  List<ProcessTask> own() {
    return tasks.values().stream().filter(this::own).toList();
  }

  private boolean own(ProcessTask task) {
    return task.labels().engineId().equals(engineId);
  }

  Optional<ProcessTask> find(TaskHandle handle) {
    return Optional.ofNullable(tasks.get(handle.value())).filter(this::own);
  }

  /**
   * The engine's task of that handle.
   *
   * @throws DriverException if there is none
   */
  ProcessTask get(TaskHandle handle) {
    return find(handle)
        .orElseThrow(() ->
            new DriverException(
                DriverException.Reason.NOT_FOUND, "there is no task '" + handle + "'"));
  }

  TaskReport create(TaskLaunch launch, String address) {
    requireSupported(launch.definition());
    ProcessTask task = tasks.computeIfAbsent(launch.name(), name -> make(launch));
    TaskLabels present = task.labels();
    TaskLabels asked = launch.labels();
    if (!present.engineId().equals(asked.engineId())
        || !present.definitionHash().equals(asked.definitionHash())) {
      throw new DriverException(
          DriverException.Reason.NAME_TAKEN,
          "task '%s' exists with definition %s of engine %s, asked for is %s of %s: destroy it first"
              .formatted(
                  launch.name(),
                  present.definitionHash(),
                  present.engineId(),
                  asked.definitionHash(),
                  asked.engineId()));
    }
    return task.report(address);
  }

  private ProcessTask make(TaskLaunch launch) {
    try {
      List<ContainerRecord> containers = new ArrayList<>();
      for (ContainerDefinition container : launch.definition().containers()) {
        List<HostPort> chosen = new ArrayList<>();
        for (PortMapping port : container.ports()) {
          chosen.add(new HostPort(port, number(port, container.name(), launch.name())));
        }
        containers.add(ContainerRecord.of(container, chosen));
      }
      TaskRecord record = new TaskRecord(launch.labels(), containers);
      store.make(record);
      return task(record);
    } catch (IOException failure) {
      ports.release(launch.name());
      throw new UncheckedIOException(failure);
    } catch (RuntimeException failure) {
      ports.release(launch.name());
      throw failure;
    }
  }

  private int number(PortMapping port, String container, String task) {
    if (port.dynamic()) {
      return ports.choose(port.protocol(), task);
    }
    ports.take(port.hostPort(), port.protocol(), container, task);
    return port.hostPort();
  }

  /** Forgets a task that has left, with its directory and its ports. */
  void remove(String name) throws IOException {
    store.remove(name);
    tasks.remove(name);
    ports.release(name);
  }

  /** The engine refuses these earlier, with the same reason. */
  private static void requireSupported(TaskDefinition definition) {
    definition
        .networkMode()
        .filter(mode -> mode != NetworkMode.HOST)
        .ifPresent(mode -> refuse(definition, "network mode " + mode + ": use HOST"));
    if (definition.size().filter(size -> size.memoryMiB() > 0).isPresent()) {
      refuse(definition, "the task's memory limit: give containers a memoryReservationMiB");
    }
    for (ContainerDefinition container : definition.containers()) {
      String of = "container '" + container.name() + "': ";
      if (container.image().isPresent()) {
        refuse(definition, of + "image " + container.image().get() + ": give a command instead");
      }
      if (container.memoryMiB() > 0) {
        refuse(
            definition,
            of
                + "a hard memory limit (%d MiB): use memoryReservationMiB"
                    .formatted(container.memoryMiB()));
      }
      Workload.requireVariables(container.name(), container.environment().keySet());
    }
  }

  private static void refuse(TaskDefinition definition, String what) {
    throw new DriverException(
        DriverException.Reason.UNSUPPORTED,
        "task definition '%s' asks for what the process driver does not do: %s"
            .formatted(definition, what));
  }
}
