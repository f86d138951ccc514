package dev.berth.driver.docker;

import dev.berth.model.TaskId;
import dev.berth.model.Volume;
import dev.berth.spi.TaskLabels;
import dev.berth.spi.TaskLaunch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What every container of a task bears: all that a report of the task needs besides the daemon's
 * own state, so that any one of them tells about all.
 *
 * @param task the engine's own labels
 * @param containers the names of the task's containers, in the definition's order
 * @param ports the ports of all of them
 * @param volumes how many volumes go with the task
 * @param address the task's own, if it has one
 */
record Labels(
    TaskLabels task,
    List<String> containers,
    List<HostPort> ports,
    int volumes,
    Optional<String> address) {
  static final String PREFIX = "dev.berth.";
  static final String ENGINE = PREFIX + "engine";
  static final String CLUSTER = PREFIX + "cluster";

  /** The engine whose shared volume it is: no label of what goes with the engine's tasks. */
  static final String SHARED_VOLUME_OF = PREFIX + "shared-volume-of";

  static final String TASK = PREFIX + "task";
  static final String CONTAINER = PREFIX + "container";
  private static final String DEFINITION = PREFIX + "definition";
  private static final String SEQUENCE = PREFIX + "sequence";
  private static final String CONTAINERS = PREFIX + "containers";
  private static final String VOLUMES = PREFIX + "volumes";
  private static final String ADDRESS = PREFIX + "address";
  private static final String PORTS = PREFIX + "ports";

  static Labels of(TaskLaunch launch, List<HostPort> ports) {
    return new Labels(
        launch.labels(),
        launch.definition().containers().stream().map(container -> container.name()).toList(),
        List.copyOf(ports),
        (int)
            launch.definition().volumes().stream()
                .filter(volume -> volume.scope() == Volume.Scope.TASK)
                .count(),
        Optional.empty());
  }

  /** The same of a task at that address. */
  Labels at(Optional<String> known) {
    return new Labels(task, containers, ports, volumes, known);
  }

  /** The labels of one container; ours stand last, so that no other takes their place. */
  Map<String, String> write(String container, Map<String, String> others) {
    Map<String, String> written = new TreeMap<>(others);
    written.put(ENGINE, task.engineId());
    written.put(CLUSTER, task.task().cluster());
    written.put(TASK, task.task().toString());
    written.put(DEFINITION, task.definitionHash());
    written.put(SEQUENCE, Long.toString(task.journalSequence()));
    written.put(CONTAINER, container);
    written.put(CONTAINERS, containers.stream().collect(Collectors.joining(",")));
    written.put(PORTS, HostPort.write(ports));
    if (volumes > 0) {
      written.put(VOLUMES, Integer.toString(volumes));
    }
    address.ifPresent(known -> written.put(ADDRESS, known));
    return written;
  }

  /** Whether the container's task has volumes of its own. */
  static boolean mentionsVolumes(Seen container) {
    return container.labels().containsKey(VOLUMES);
  }

  /** Whether that is a container of some engine's task. */
  static boolean complete(Map<String, String> labels) {
    return labels
        .keySet()
        .containsAll(
            List.of(ENGINE, CLUSTER, TASK, DEFINITION, SEQUENCE, CONTAINER, CONTAINERS, PORTS));
  }

  /** Reads what {@link #write} wrote; only of what is {@link #complete}. */
  static Labels read(Map<String, String> labels) {
    return new Labels(
        new TaskLabels(
            value(labels, ENGINE),
            TaskId.parse(value(labels, TASK)),
            value(labels, DEFINITION),
            Long.parseLong(value(labels, SEQUENCE))),
        Arrays.asList(value(labels, CONTAINERS).split(",", -1)),
        HostPort.read(value(labels, PORTS)),
        Integer.parseInt(labels.getOrDefault(VOLUMES, "0")),
        Optional.ofNullable(labels.get(ADDRESS)));
  }

  private static String value(Map<String, String> labels, String key) {
    return labels.getOrDefault(key, "");
  }
}
