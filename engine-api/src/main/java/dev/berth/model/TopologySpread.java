package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.util.OptionalInt;

/**
 * How evenly tasks are spread over domains, which are the nodes with the same value of an
 * attribute. Meaning is that of a Kubernetes topology spread constraint.
 *
 * @param maxSkew how many tasks more a domain may have than the one with the fewest; at least 1
 * @param topologyKey the attribute whose values are the domains
 * @param whenUnsatisfiable whether it binds
 * @param minDomains with fewer domains than these the fewest tasks of a domain count as 0; at least
 *     1, and only where the constraint binds; empty: 1
 */
public record TopologySpread(
    int maxSkew, String topologyKey, WhenUnsatisfiable whenUnsatisfiable, OptionalInt minDomains) {
  /** What happens to a task that would make the skew too large. */
  public enum WhenUnsatisfiable {
    /** It waits. */
    DO_NOT_SCHEDULE,
    /** It is placed where the skew is least. */
    SCHEDULE_ANYWAY
  }

  /**
   * Checks every part.
   *
   * @throws InvalidSpecException if a number is out of the bounds given above, the key is not the
   *     name of an attribute, or domains are demanded of a spread that does not bind
   */
  public TopologySpread {
    Requirements.attributeName("topologyKey", topologyKey);
    String of = "topology spread over '" + topologyKey + "': ";
    Requirements.between(of + "maxSkew", maxSkew, 1, Integer.MAX_VALUE);
    if (minDomains.isPresent()) {
      Requirements.between(of + "minDomains", minDomains.getAsInt(), 1, Integer.MAX_VALUE);
      if (whenUnsatisfiable != WhenUnsatisfiable.DO_NOT_SCHEDULE) {
        throw new InvalidSpecException(
            of
                + "minDomains (%d) is only for DO_NOT_SCHEDULE, not for %s"
                    .formatted(minDomains.getAsInt(), whenUnsatisfiable));
      }
    }
  }

  /** A task that would make the skew larger waits. */
  public static TopologySpread required(int maxSkew, String topologyKey) {
    return new TopologySpread(
        maxSkew, topologyKey, WhenUnsatisfiable.DO_NOT_SCHEDULE, OptionalInt.empty());
  }

  /** A task that would make the skew larger is placed all the same. */
  public static TopologySpread preferred(int maxSkew, String topologyKey) {
    return new TopologySpread(
        maxSkew, topologyKey, WhenUnsatisfiable.SCHEDULE_ANYWAY, OptionalInt.empty());
  }

  /** This spread over at least so many domains. */
  public TopologySpread minDomains(int changed) {
    return new TopologySpread(maxSkew, topologyKey, whenUnsatisfiable, OptionalInt.of(changed));
  }
}
