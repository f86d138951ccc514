package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.util.Optional;

/**
 * Which of the nodes that can take a task is preferred; strategies apply in the order given, each
 * among what the one before finds equal. Meaning is that of ECS's placement strategies.
 */
public sealed interface PlacementStrategy {
  /** ECS's own limit per service. */
  int MAXIMUM_COUNT = 5;

  /**
   * The node with the least left of a resource.
   *
   * @param resource {@code cpu}, {@code memory}, or any other resource that a node may have
   */
  record Binpack(String resource) implements PlacementStrategy {
    /**
     * Checks the name.
     *
     * @throws InvalidSpecException if it is not that of a resource
     */
    public Binpack {
      Requirements.name("resource of a binpack strategy", resource);
    }
  }

  /**
   * The node, or the nodes with the same value of an attribute, with the fewest tasks of the
   * service.
   *
   * @param field {@code instanceId} or {@code attribute:NAME}; {@code host} is read as {@code
   *     instanceId}, as by ECS
   */
  record Spread(String field) implements PlacementStrategy {
    /** The field that spreads over single nodes. */
    public static final String INSTANCE_ID = "instanceId";

    private static final String ATTRIBUTE = "attribute:";

    /**
     * Checks the field.
     *
     * @throws InvalidSpecException if it is none of those above
     */
    public Spread {
      if (field.equals("host")) {
        field = INSTANCE_ID;
      }
      if (field.startsWith(ATTRIBUTE)) {
        Requirements.attributeName(
            "attribute of a spread strategy", field.substring(ATTRIBUTE.length()));
      } else if (!field.equals(INSTANCE_ID)) {
        throw new InvalidSpecException(
            "field '%s' of a spread strategy is neither instanceId nor attribute:NAME"
                .formatted(field));
      }
    }

    /** The name of the attribute; empty: spread over single nodes. */
    public Optional<String> attribute() {
      return field.equals(INSTANCE_ID)
          ? Optional.empty()
          : Optional.of(field.substring(ATTRIBUTE.length()));
    }
  }

  /** Any node. */
  record Random() implements PlacementStrategy {}

  /**
   * The node with the least left of {@code resource}.
   *
   * @throws InvalidSpecException if it is not the name of a resource
   */
  static PlacementStrategy binpack(String resource) {
    return new Binpack(resource);
  }

  /**
   * The node, or the nodes with the same attribute, with the fewest tasks of the service.
   *
   * @throws InvalidSpecException if {@code field} is neither {@code instanceId} nor {@code
   *     attribute:NAME}
   */
  static PlacementStrategy spread(String field) {
    return new Spread(field);
  }

  /** Any node. */
  static PlacementStrategy random() {
    return new Random();
  }
}
