package dev.berth;

import dev.berth.model.PortBinding;
import java.net.URI;
import java.util.List;

/**
 * Where a service's port is reached: the addresses of its healthy tasks, at every call those of the
 * present. A task leaves before it is told to stop. Reading it costs no round trip to the engine.
 */
public interface Endpoint {
  /** The addresses, in the order of the tasks' numbers; empty if no task is healthy. */
  List<PortBinding> addresses();

  /**
   * One address after the other, as {@code http://address:port}.
   *
   * @throws NotFoundException if no task is healthy
   */
  URI uri();
}
