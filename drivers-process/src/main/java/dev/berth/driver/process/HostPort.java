package dev.berth.driver.process;

import dev.berth.model.PortBinding;
import dev.berth.model.PortMapping;

/**
 * A port of a container with the host port it has.
 *
 * @param mapping what the definition asks for
 * @param number the host port: the mapping's own, or the one chosen
 */
record HostPort(PortMapping mapping, int number) {
  HostPort withNumber(int chosen) {
    return new HostPort(mapping, chosen);
  }

  PortBinding binding(String container, String address) {
    return new PortBinding(container, mapping.name(), address, number, mapping.protocol());
  }
}
