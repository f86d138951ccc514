package dev.berth.placement;

import dev.berth.model.PortMapping;

/** The fixed host ports that are taken on each node. */
final class Ports {
  private final LongCounts taken = new LongCounts();

  boolean free(int node, PreparedDemand demand) {
    for (int port : demand.ports()) {
      if (taken.get(key(node, port)) > 0) {
        return false;
      }
    }
    return true;
  }

  boolean taken(int node, int port) {
    return taken.get(key(node, port)) > 0;
  }

  void add(int node, PreparedDemand demand, int amount) {
    for (int port : demand.ports()) {
      taken.add(key(node, port), amount);
    }
  }

  /** A port and its protocol as one number. */
  static int of(PortMapping port) {
    return switch (port.protocol()) {
      case TCP -> 2 * port.hostPort();
      case UDP -> 2 * port.hostPort() + 1;
    };
  }

  private static long key(int node, int port) {
    return (long) node << 32 | port;
  }
}
