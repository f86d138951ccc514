package dev.berth.placement;

import java.util.List;

/**
 * What would have to go so that a demand has its place: placements of at least {@value
 * #LEAST_DISTANCE} lower priority.
 *
 * @param node the node's name
 * @param victims the fewest that were found, of the lowest priorities
 */
public record Preemption(String node, List<Victim> victims) {
  /** How much lower a victim's priority must be, as in Nomad. */
  public static final int LEAST_DISTANCE = 10;

  /**
   * Placements of one demand, which are interchangeable.
   *
   * @param demand the demand
   * @param count how many of its placements on the node
   */
  public record Victim(PreparedDemand demand, int count) {}

  public Preemption {
    victims = List.copyOf(victims);
  }

  /** How many placements would go. */
  public int size() {
    return victims.stream().mapToInt(Victim::count).sum();
  }
}
