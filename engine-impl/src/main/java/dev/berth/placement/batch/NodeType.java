package dev.berth.placement.batch;

import dev.berth.InvalidSpecException;
import dev.berth.model.Resources;

/**
 * A type of node that tasks can be packed into.
 *
 * @param name unique among the node types
 * @param capacity what a node has for tasks
 * @param limit how many nodes there are, {@link BinType#UNLIMITED} for as many as are needed
 * @param cost what a node costs, in any unit
 */
record NodeType(String name, Resources capacity, int limit, long cost) {
  NodeType {
    if (capacity.amounts().isEmpty()) {
      throw new InvalidSpecException("node type '%s' has no capacity".formatted(name));
    }
    if (limit < 0) {
      throw new InvalidSpecException(
          "the limit of node type '%s' (%d) must not be negative".formatted(name, limit));
    }
    if (cost < 1 || cost > BinType.MAXIMUM_COST) {
      throw new InvalidSpecException(
          "the cost of node type '%s' (%d) must be between 1 and %d"
              .formatted(name, cost, BinType.MAXIMUM_COST));
    }
  }
}
