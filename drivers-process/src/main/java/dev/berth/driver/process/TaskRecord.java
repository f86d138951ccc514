package dev.berth.driver.process;

import dev.berth.model.PortBinding;
import dev.berth.spi.TaskLabels;
import java.util.List;

/**
 * What must be known of a task after a restart.
 *
 * @param labels what the engine marked it with
 * @param containers in the definition's order
 */
record TaskRecord(TaskLabels labels, List<ContainerRecord> containers) {
  String name() {
    return labels.task().driverName();
  }

  List<PortBinding> bindings(String address) {
    return containers.stream()
        .flatMap(container ->
            container.ports().stream().map(port -> port.binding(container.name(), address)))
        .toList();
  }
}
