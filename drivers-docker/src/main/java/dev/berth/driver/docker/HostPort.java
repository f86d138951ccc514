package dev.berth.driver.docker;

import dev.berth.model.PortBinding;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A port of a container with the host port it has.
 *
 * @param container which container listens
 * @param name the port's name
 * @param containerPort where it listens
 * @param number the host port
 * @param dynamic whether we chose it
 * @param protocol TCP or UDP
 */
record HostPort(
    String container,
    String name,
    int containerPort,
    int number,
    boolean dynamic,
    Protocol protocol) {
  static HostPort of(String container, PortMapping mapping, int number) {
    return new HostPort(
        container,
        mapping.name(),
        mapping.containerPort(),
        number,
        mapping.dynamic(),
        mapping.protocol());
  }

  PortBinding binding(String address) {
    return new PortBinding(container, name, address, number, protocol);
  }

  /** All ports of a task as the text of one label. */
  static String write(List<HostPort> ports) {
    return ports.stream()
        .map(port ->
            String.join(
                ":",
                port.container,
                port.name,
                Integer.toString(port.containerPort),
                Integer.toString(port.number),
                Boolean.toString(port.dynamic),
                port.protocol.name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.joining(","));
  }

  /** Reads what {@link #write} wrote. */
  static List<HostPort> read(String label) {
    return label.isEmpty()
        ? List.of()
        : Arrays.stream(label.split(",", -1)).map(HostPort::readOne).toList();
  }

  private static HostPort readOne(String text) {
    String[] parts = text.split(":", -1);
    return new HostPort(
        parts[0],
        parts[1],
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]),
        Boolean.parseBoolean(parts[4]),
        Protocol.valueOf(parts[5].toUpperCase(Locale.ROOT)));
  }
}
