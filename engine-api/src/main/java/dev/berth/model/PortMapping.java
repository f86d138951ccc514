package dev.berth.model;

/**
 * A port that a container listens on, and the host port it is reached by.
 *
 * <p>Where container and host share one network (the process driver), the workload must listen on
 * the host port; it finds it as {@code PORT_<name>} in its environment and as {@code
 * ${PORT_<name>}} in its arguments, with characters that are no letter or digit written as {@code
 * _}.
 *
 * @param name unique in the task; {@link #of(int)} names a port by its number
 * @param containerPort 1 to 65535
 * @param hostPort 1 to 65535, or 0: the driver chooses a free one of its range
 * @param protocol TCP or UDP
 */
public record PortMapping(String name, int containerPort, int hostPort, Protocol protocol) {
  public PortMapping {
    Requirements.name("port name", name);
    Requirements.between("container port of '" + name + "'", containerPort, 1, 65535);
    Requirements.between("host port of '" + name + "'", hostPort, 0, 65535);
  }

  /** A TCP port with a host port that the driver chooses, named by its number. */
  public static PortMapping of(int containerPort) {
    return of(Integer.toString(containerPort), containerPort);
  }

  /** A TCP port with a host port that the driver chooses. */
  public static PortMapping of(String name, int containerPort) {
    return new PortMapping(name, containerPort, 0, Protocol.TCP);
  }

  /** Whether the driver chooses the host port. */
  public boolean dynamic() {
    return hostPort == 0;
  }

  /** The variable that hands the host port to the workload: {@code PORT_http}. */
  public String variable() {
    return "PORT_" + name.replaceAll("[^A-Za-z0-9]", "_");
  }
}
