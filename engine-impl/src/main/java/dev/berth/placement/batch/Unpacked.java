package dev.berth.placement.batch;

import dev.berth.model.Resources;
import java.util.List;

/**
 * Tasks of a demand that found no room, and why, node type by node type.
 *
 * @param demand the demand's id
 * @param count how many of its tasks found no room
 * @param reasons one per node type
 */
public record Unpacked(String demand, int count, List<Reason> reasons) {
  /** Copies the reasons. */
  public Unpacked {
    reasons = List.copyOf(reasons);
  }

  /** Why a node type takes none of the tasks. */
  public sealed interface Reason {
    /** The node type's name. */
    String nodeType();
  }

  /**
   * Even an empty node is too small.
   *
   * @param nodeType the node type's name
   * @param resource the first resource it has too little of
   * @param needed how much a task needs
   * @param capacity how much a node has
   */
  public record TooSmall(String nodeType, String resource, long needed, long capacity)
      implements Reason {
    @Override
    public String toString() {
      String unit = Resources.unitOf(resource);
      return "'%s' has %d%s %s, %d%s less than needed"
          .formatted(
              nodeType,
              capacity,
              unit,
              resource.equals(Resources.CPU) ? "" : resource,
              needed - capacity,
              unit)
          .replace("  ", " ")
          .replace(" ,", ",");
    }
  }

  /**
   * All nodes of the type are used, and no way was found to make room on them.
   *
   * @param nodeType the node type's name
   * @param limit how many nodes there are
   */
  public record LimitReached(String nodeType, int limit) implements Reason {
    @Override
    public String toString() {
      return "all %d nodes of '%s' are full".formatted(limit, nodeType);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("%d tasks of demand '%s' found no room: ".formatted(count, demand));
    for (int index = 0; index < reasons.size(); index++) {
      text.append(index == 0 ? "" : "; ").append(reasons.get(index));
    }
    return text.toString();
  }
}
