package dev.berth.spi;

import dev.berth.model.PinnedImage;
import dev.berth.model.PortBinding;
import java.util.List;

/**
 * A task as its driver knows it.
 *
 * @param handle the driver's name for it
 * @param labels what it bears
 * @param ports where its ports are reached
 * @param containers every container, in the definition's order
 * @param images what image tags turned out to be, where the driver has just found out; mostly empty
 */
public record TaskReport(
    TaskHandle handle,
    TaskLabels labels,
    List<PortBinding> ports,
    List<ContainerReport> containers,
    List<PinnedImage> images) {
  public TaskReport {
    ports = List.copyOf(ports);
    containers = List.copyOf(containers);
    images = List.copyOf(images);
  }

  /** A report that tells nothing of images. */
  public TaskReport(
      TaskHandle handle,
      TaskLabels labels,
      List<PortBinding> ports,
      List<ContainerReport> containers) {
    this(handle, labels, ports, containers, List.of());
  }

  /** This report with what is known of images. */
  public TaskReport withImages(List<PinnedImage> known) {
    return new TaskReport(handle, labels, ports, containers, known);
  }
}
