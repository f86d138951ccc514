package dev.berth.model;

/**
 * Where a port of a task can be reached.
 *
 * @param container the container that listens
 * @param name the port mapping's name
 * @param address the host name or IP address to connect to
 * @param hostPort the port to connect to
 * @param protocol TCP or UDP
 */
public record PortBinding(
    String container, String name, String address, int hostPort, Protocol protocol) {
  /** Address and port as a URI has them: {@code 127.0.0.1:8080}, {@code [::1]:8080}. */
  public String authority() {
    String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    return host + ":" + hostPort;
  }
}
