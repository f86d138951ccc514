package dev.berth.placement.batch;

import dev.berth.InvalidSpecException;
import dev.berth.model.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A number of equal tasks to be packed.
 *
 * @param id unique among the demands
 * @param resources what each task reserves
 * @param count how many tasks there are
 */
record PackingDemand(String id, Resources resources, int count) {
  PackingDemand {
    if (count < 1) {
      throw new InvalidSpecException(
          "the count of demand '%s' (%d) must be positive".formatted(id, count));
    }
  }

  /** The first resource of which an empty node of {@code type} has too little. */
  Optional<Unpacked.TooSmall> tooLargeFor(NodeType type) {
    for (Map.Entry<String, Long> entry : resources.amounts().entrySet()) {
      long capacity = type.capacity().get(entry.getKey());
      if (entry.getValue() > capacity) {
        return Optional.of(
            new Unpacked.TooSmall(type.name(), entry.getKey(), entry.getValue(), capacity));
      }
    }
    return Optional.empty();
  }

  void refuseIfLargerThanAll(List<NodeType> types) {
    StringBuilder lacks = new StringBuilder();
    for (NodeType type : types) {
      Optional<Unpacked.TooSmall> lack = tooLargeFor(type);
      if (lack.isEmpty()) {
        return;
      }
      lacks.append(lacks.isEmpty() ? "" : "; ").append(lack.get());
    }
    throw new InvalidSpecException(
        "demand '%s' (%s) is larger than every node type: %s; split it or add a larger type"
            .formatted(id, resources, lacks));
  }
}
