package dev.berth.spi;

import dev.berth.model.PortBinding;
import java.util.List;

/**
 * A task as its driver knows it.
 *
 * @param handle the driver's name for it
 * @param labels what it bears
 * @param ports where its ports are reached
 * @param containers every container, in the definition's order
 */
public record TaskReport(
    TaskHandle handle,
    TaskLabels labels,
    List<PortBinding> ports,
    List<ContainerReport> containers) {
  public TaskReport {
    ports = List.copyOf(ports);
    containers = List.copyOf(containers);
  }
}
