package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node to be added to a cluster: a share of what one driver can run on.
 *
 * @param name unique in its cluster
 * @param driver the name of one of the engine's drivers; empty: the engine's first
 * @param resources what placement may give away; empty: what the driver reports of its machine
 * @param attributes free key/value pairs that placement can ask for, such as a zone; at most 64,
 *     names of 1 to 128 of A-Z a-z 0-9 _ . / \ - as in ECS, values of at most 128 characters
 */
public record NodeSpec(
    String name,
    Optional<String> driver,
    Optional<Resources> resources,
    SortedMap<String, String> attributes) {
  /** ECS's own limit on the value of an attribute, in characters. */
  public static final int MAXIMUM_ATTRIBUTE_LENGTH = 128;

  /**
   * Checks every part.
   *
   * @throws InvalidSpecException if a name is not one, or a part is out of the bounds given above
   */
  public NodeSpec {
    Requirements.name("node name", name);
    driver.ifPresent(value -> Requirements.name("driver name", value));
    Requirements.atMost("node attributes", attributes.size(), 64);
    attributes = Requirements.texts("node '" + name + "': attributes", attributes);
    attributes.forEach((key, value) -> {
      Requirements.attributeName("node '" + name + "': attribute", key);
      Requirements.atMost(
          "node '" + name + "': characters of the value of attribute '" + key + "'",
          value.length(),
          MAXIMUM_ATTRIBUTE_LENGTH);
    });
  }

  /** This machine: node {@code local} of the engine's first driver, with all it reports. */
  public static NodeSpec local() {
    return of("local");
  }

  /** A node of the engine's first driver, with all that this reports of its machine. */
  public static NodeSpec of(String name) {
    return new NodeSpec(name, Optional.empty(), Optional.empty(), new TreeMap<>());
  }

  /** A node of the engine's first driver, with these resources. */
  public static NodeSpec of(String name, Resources resources) {
    return new NodeSpec(name, Optional.empty(), Optional.of(resources), new TreeMap<>());
  }

  /** This node on another driver. */
  public NodeSpec driver(String changed) {
    return new NodeSpec(name, Optional.of(changed), resources, attributes);
  }

  /** This node with an attribute added or replaced. */
  public NodeSpec attribute(String key, String value) {
    SortedMap<String, String> changed = new TreeMap<>(attributes);
    changed.put(key, value);
    return new NodeSpec(name, driver, resources, changed);
  }
}
