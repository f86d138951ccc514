package dev.berth.placement;

import dev.berth.model.PortMapping;
import dev.berth.model.Resources;
import java.util.List;

/**
 * What is to be placed.
 *
 * @param resources what it reserves
 * @param fixedPorts host ports it needs for itself, which a node gives once per protocol
 * @param group demands of one group are spread over the nodes, such as the tasks of one service
 * @param constraint what it asks of a node besides room
 */
public record Demand(
    Resources resources, List<PortMapping> fixedPorts, String group, Constraint constraint) {
  public Demand {
    fixedPorts = List.copyOf(fixedPorts);
  }
}
