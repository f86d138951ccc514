package dev.berth.driver.docker;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.DriverException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The host ports of one driver: which task holds which. Those it chooses are given in turn, so that
 * one just freed rests for long; the turn begins where the engine's id says, so that engines on one
 * daemon rarely want the same.
 */
final class HostPorts {
  private final int first;
  private final int size;
  private final boolean local;
  private final Map<String, String> holders = new HashMap<>();
  private int turn;

  HostPorts(DockerSettings settings, String engineId) {
    first = settings.firstPort();
    size = settings.lastPort() - first + 1;
    local = settings.local();
    turn = Math.floorMod(engineId.hashCode(), size);
  }

  int size() {
    return size;
  }

  /** Notes what a task has. */
  synchronized void hold(String task, List<HostPort> ports) {
    ports.forEach(port -> holders.put(key(port.number(), port.protocol()), task));
  }

  synchronized void release(String task) {
    holders.values().removeIf(task::equals);
  }

  /**
   * A host port for each port of a task, all held from now on, or none.
   *
   * @throws DriverException if one is not to be had
   */
  synchronized List<HostPort> choose(String task, TaskDefinition definition) {
    List<HostPort> chosen = new ArrayList<>();
    try {
      for (ContainerDefinition container : definition.containers()) {
        for (PortMapping mapping : container.ports()) {
          int number =
              mapping.dynamic() ? free(mapping.protocol()) : asked(mapping, container.name(), task);
          holders.put(key(number, mapping.protocol()), task);
          chosen.add(HostPort.of(container.name(), mapping, number));
        }
      }
      return chosen;
    } catch (DriverException refusal) {
      chosen.forEach(port -> holders.remove(key(port.number(), port.protocol()), task));
      throw refusal;
    }
  }

  private int free(Protocol protocol) {
    int held = 0;
    for (int i = 0; i < size; i++) {
      int candidate = first + (turn + i) % size;
      if (holders.containsKey(key(candidate, protocol))) {
        held++;
      } else if (free(candidate, protocol)) {
        turn = (turn + i + 1) % size;
        return candidate;
      }
    }
    throw new DriverException(
        DriverException.Reason.PORT_UNAVAILABLE,
        ("port range %d-%d used up: %d ports, %d held by tasks, %d taken by others; widen the range"
                + " with DockerDriver.builder().ports(first, last)")
            .formatted(first, first + size - 1, size, held, size - held));
  }

  private int asked(PortMapping mapping, String container, String task) {
    String key = key(mapping.hostPort(), mapping.protocol());
    String holder = holders.get(key);
    if (holder != null && !holder.equals(task)) {
      throw new DriverException(
          DriverException.Reason.PORT_UNAVAILABLE,
          "container '%s': host port %s is held by task %s".formatted(container, key, holder));
    }
    if (holder == null && !free(mapping.hostPort(), mapping.protocol())) {
      throw new DriverException(
          DriverException.Reason.PORT_UNAVAILABLE,
          "container '%s': host port %s is in use by another program; end that or use another port"
              .formatted(container, key));
    }
    return mapping.hostPort();
  }

  /** Whether nobody listens there; of another machine that is not known before the start. */
  private boolean free(int number, Protocol protocol) {
    if (!local) {
      return true;
    }
    InetSocketAddress everywhere = new InetSocketAddress(number);
    try {
      switch (protocol) {
        case TCP -> {
          try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(everywhere);
          }
        }
        case UDP -> {
          try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(everywhere);
          }
        }
      }
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static String key(int number, Protocol protocol) {
    return number + "/" + protocol.name().toLowerCase(Locale.ROOT);
  }
}
