package dev.berth.driver.process;

import dev.berth.model.Protocol;
import dev.berth.spi.DriverException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The host ports of one driver: which task holds which, and the range dynamic ones come from. They
 * are given in turn, so that a port just freed rests for as long as possible; where the turn begins
 * depends on the engine, so that engines on one machine rarely want the same.
 */
final class PortRange {
  private final int first;
  private final int last;
  private final Map<Port, String> held = new HashMap<>();
  private int turn;

  private record Port(int number, Protocol protocol) {
    @Override
    public String toString() {
      return number + "/" + protocol.name().toLowerCase(Locale.ROOT);
    }
  }

  PortRange(int first, int last, String engineId) {
    this.first = first;
    this.last = last;
    turn = Math.floorMod(engineId.hashCode(), size());
  }

  int size() {
    return last - first + 1;
  }

  /** Notes what a task of an earlier life holds. */
  synchronized void hold(int number, Protocol protocol, String task) {
    held.put(new Port(number, protocol), task);
  }

  /**
   * A free port of the range, held by {@code task} from now on.
   *
   * @throws DriverException if there is none
   */
  synchronized int choose(Protocol protocol, String task) {
    int byTasks = 0;
    for (int i = 0; i < size(); i++) {
      Port candidate = new Port(first + (turn + i) % size(), protocol);
      if (held.containsKey(candidate)) {
        byTasks++;
      } else if (free(candidate.number(), protocol)) {
        turn = (turn + i + 1) % size();
        held.put(candidate, task);
        return candidate.number();
      }
    }
    throw new DriverException(
        DriverException.Reason.PORT_UNAVAILABLE,
        ("port range %d-%d used up: %d ports, %d held by tasks, %d taken by others;"
                + " widen the range with ProcessDriver.builder().ports(first, last)")
            .formatted(first, last, size(), byTasks, size() - byTasks));
  }

  /**
   * Gives a port that a task asks for by number.
   *
   * @throws DriverException if another task holds it, or it is not free
   */
  synchronized void take(int number, Protocol protocol, String container, String task) {
    Port port = new Port(number, protocol);
    String holder = held.get(port);
    if (holder != null) {
      throw new DriverException(
          DriverException.Reason.PORT_UNAVAILABLE,
          "container '%s': host port %s is held by %s"
              .formatted(
                  container, port, holder.equals(task) ? "this task already" : "task " + holder));
    }
    requireFree(number, protocol, container);
    held.put(port, task);
  }

  /**
   * Checks a port that a task asked for by number.
   *
   * @throws DriverException if a program uses it
   */
  static void requireFree(int number, Protocol protocol, String container) {
    if (!free(number, protocol)) {
      throw new DriverException(
          DriverException.Reason.PORT_UNAVAILABLE,
          "container '%s': host port %s is in use by another program; end that or use another port"
              .formatted(container, new Port(number, protocol)));
    }
  }

  /** Frees one port. */
  synchronized void release(int number, Protocol protocol) {
    held.remove(new Port(number, protocol));
  }

  /** Frees all that {@code task} holds. */
  synchronized void release(String task) {
    held.values().removeIf(task::equals);
  }

  /**
   * Whether a workload could listen on that port, at whichever address it likes: on all of them is
   * the strictest. TCP connections of an earlier listener that are still closing are no hindrance.
   */
  static boolean free(int number, Protocol protocol) {
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
            socket.setReuseAddress(false);
            socket.bind(everywhere);
          }
        }
      }
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
