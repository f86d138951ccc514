package dev.berth.placement;

import dev.berth.ConflictException;
import dev.berth.InvalidSpecException;
import dev.berth.NotFoundException;
import dev.berth.model.Resources;
import dev.berth.view.PlacementExplanation;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The placement core: nodes and demands in, decisions out.
 *
 * <pre>{@code
 * Placer placer = Placer.builder().dimensions(CPU, MEMORY).policy(Policies.bestFit()).build();
 * placer.addNode(NodeShape.of("a", Resources.of(4_096, 8_192)));
 * switch (placer.place(Demand.of(Resources.of(256, 512)))) {
 *   case Placed placed -> ...
 *   case Unplaced unplaced -> ...
 * }
 * }</pre>
 *
 * <p>A node can take a demand if it is not drained, has room in each dimension and the fixed ports
 * free, and the constraints, taints and hard spreads allow it. Among those the order is: nodes
 * whose soft taints are tolerated, then the demand's soft spreads and strategies in their order,
 * then the policy's cost, then the lowest index. The first node of that order is the answer, always
 * and exactly, whichever index finds it.
 *
 * <p>The methods that take a {@link PreparedDemand} and node indices allocate nothing for each
 * decision; those that take a {@link Demand} are their comfortable form. For one thread.
 */
public final class Placer {
  /** What {@link #choose} and {@link #place(PreparedDemand)} return if no node can take it. */
  public static final int UNPLACED = -1;

  /** How many preferred nodes a decision looks at. */
  public static final int MOST_PREFERRED = 256;

  /** How many resources a placer can count. */
  public static final int MOST_DIMENSIONS = Dimensions.MOST;

  private final Fleet fleet;
  private final Search search;
  private final Placements placements;

  Placer(Dimensions dimensions, Policy policy, long seed) {
    fleet = new Fleet(dimensions, policy, seed);
    search = new Search(fleet);
    placements = new Placements(fleet, search);
  }

  /** Begins a placer: CPU and memory, best fit, unless told otherwise. */
  public static PlacerBuilder builder() {
    return new PlacerBuilder();
  }

  /**
   * Adds a node; returns its index, the lowest that is free.
   *
   * @throws ConflictException if there is one of this name
   * @throws InvalidSpecException if it has a resource that this placer does not count
   */
  public int addNode(NodeShape shape) {
    return fleet.join(shape);
  }

  /**
   * Changes a node's capacity, attributes and taints. What is placed on it stays, even if it would
   * not be placed there now.
   *
   * @throws NotFoundException if there is no such node
   * @throws InvalidSpecException if it has a resource that this placer does not count
   */
  public void changeNode(NodeShape shape) {
    fleet.reshape(nodeIndex(shape.name()), shape);
  }

  /**
   * Removes a node.
   *
   * @throws NotFoundException if there is no such node
   * @throws ConflictException if anything is placed on it
   */
  public void removeNode(String name) {
    fleet.leave(nodeIndex(name));
  }

  /**
   * Gives a node nothing more, until it is resumed.
   *
   * @throws NotFoundException if there is no such node
   */
  public void drain(String name) {
    fleet.drain(nodeIndex(name), true);
  }

  /**
   * Gives a drained node demands again.
   *
   * @throws NotFoundException if there is no such node
   */
  public void resume(String name) {
    fleet.drain(nodeIndex(name), false);
  }

  /** Counts one more resource; the nodes have it as soon as they are changed. */
  public void addDimension(String resource) {
    if (!fleet.nodes().dimensions().counts(resource)) {
      fleet.widen(resource);
    }
  }

  /** The resources that are counted. */
  public List<String> dimensions() {
    return fleet.nodes().dimensions().names();
  }

  /** Whether every resource of {@code amounts} is counted. */
  public boolean counts(Resources amounts) {
    return fleet.nodes().dimensions().cover(amounts);
  }

  /** How many nodes there are. */
  public int size() {
    return fleet.nodes().size();
  }

  /** Whether there is a node of this name. */
  public boolean hasNode(String name) {
    return fleet.nodes().find(name) >= 0;
  }

  /**
   * The index of a node.
   *
   * @throws NotFoundException if there is no such node
   */
  public int nodeIndex(String name) {
    return fleet.nodes().indexOf(name);
  }

  /**
   * The node with an index.
   *
   * @throws NotFoundException if there is no such node
   */
  public NodeShape node(int index) {
    return fleet.nodes().shape(index);
  }

  /**
   * What is free on a node; of GPUs, those wholly free.
   *
   * @throws NotFoundException if there is no such node
   */
  public Resources available(String name) {
    return fleet.nodes().available(nodeIndex(name));
  }

  /**
   * Compiles a demand; equal demands give the same one.
   *
   * @throws InvalidSpecException if it asks for a resource that this placer does not count, packs
   *     by one, asks for a share of a GPU beside whole ones, or has a query whose regular
   *     expression takes too long over a node there is
   */
  public PreparedDemand prepare(Demand demand) {
    return fleet.demands().prepare(demand);
  }

  /**
   * Compiles a demand that was accepted before, whatever nodes joined since: where a query takes
   * too long over a node it does not hold, and packing by what is not counted prefers no node.
   *
   * @throws InvalidSpecException if it asks for a resource that this placer does not count, or for
   *     a share of a GPU beside whole ones
   */
  public PreparedDemand prepareAccepted(Demand demand) {
    return fleet.demands().prepareAccepted(demand);
  }

  /** The index of the node for a demand, or {@link #UNPLACED}; reserves nothing. */
  public int choose(PreparedDemand demand) {
    return search.find(current(demand));
  }

  /**
   * As {@link #choose(PreparedDemand)}; but of the nodes that are first by all except the policy's
   * cost, those of {@code preferred}, by their indices, come before the others. If the answer
   * without preference is none of them, at most {@value #MOST_PREFERRED} are looked at, from the
   * lowest index.
   */
  public int choose(PreparedDemand demand, BitSet preferred) {
    return search.find(current(demand), preferred);
  }

  /** Places a demand; returns the index of its node, or {@link #UNPLACED}. */
  public int place(PreparedDemand demand) {
    PreparedDemand current = current(demand);
    int node = search.find(current);
    if (node >= 0) {
      fleet.reserve(node, current, fleet.devices(node, current));
      fleet.ordering().nextDecision();
    }
    return node;
  }

  /**
   * Reserves what runs on a node already, whether it has room or not.
   *
   * @throws NotFoundException if there is no such node
   */
  public void reserve(int node, PreparedDemand demand) {
    PreparedDemand current = current(demand);
    NodeShape unused = fleet.nodes().shape(node);
    fleet.reserve(node, current, fleet.devices(node, current));
    fleet.ordering().nextDecision();
  }

  /**
   * Gives back one placement of a demand on a node. Placements of equal demands on one node are
   * interchangeable; of GPUs the last by index that the demand holds are given back.
   *
   * @throws NotFoundException if there is no such node
   * @throws ConflictException if the node has none of this demand
   */
  public void release(int node, PreparedDemand demand) {
    PreparedDemand current = current(demand);
    fleet.nodes().checkExists(node);
    fleet.release(node, current, fleet.heldDevices(node, current));
  }

  /**
   * Places a demand, or says why not.
   *
   * @throws InvalidSpecException as {@link #prepare}
   */
  public Placement place(Demand demand) {
    PreparedDemand prepared = prepare(demand);
    int node = search.find(prepared);
    if (node < 0) {
      return new Placement.Unplaced(new Explainer(fleet, prepared, false).explain().orElseThrow());
    }
    return placements.place(node, prepared);
  }

  /**
   * Places all of these or none. They are tried the largest first, each by its own order; a way to
   * place them all may exist that this does not find.
   *
   * @throws InvalidSpecException as {@link #prepare}
   */
  public Gang placeTogether(List<Demand> demands) {
    return placements.together(fleet.demands().prepareAll(demands));
  }

  /**
   * Gives a placement back.
   *
   * @throws ConflictException if it was given back before, or is another placer's
   */
  public void release(Placement.Placed placed) {
    placements.release(placed);
  }

  /** Why no node can take a demand now; empty if one can. */
  public Optional<PlacementExplanation> explain(Demand demand) {
    return new Explainer(fleet, prepare(demand), false).explain();
  }

  /** Why no node could take a demand even if nothing was placed; empty if one could. */
  public Optional<PlacementExplanation> explainEmpty(Demand demand) {
    return new Explainer(fleet, prepare(demand), true).explain();
  }

  /** What would become of these, one after the other; changes nothing. */
  public Plan plan(List<Demand> demands) {
    return new Planner(fleet, search).plan(fleet.demands().prepareAll(demands));
  }

  /**
   * Where everything on a node would go if it was drained; changes nothing.
   *
   * @throws NotFoundException if there is no such node
   */
  public Plan planDrain(String node) {
    return new Planner(fleet, search).drain(nodeIndex(node));
  }

  /**
   * What would have to go so that a demand has its place, if no node can take it as it is; changes
   * nothing. Empty also if nothing of at least {@value Preemption#LEAST_DISTANCE} lower priority
   * would help.
   */
  public Optional<Preemption> preemption(Demand demand) {
    PreparedDemand prepared = prepare(demand);
    return search.find(prepared) >= 0
        ? Optional.empty()
        : new Preemptor(fleet, search).find(prepared);
  }

  /**
   * The nodes that placements of a demand go from first, one index per placement: under a spread
   * those that keep it even, under best fit those whose node has the most free. Changes nothing.
   *
   * @param from how many may go, by the index of their node
   * @param count how many shall go; if fewer may, all of them
   * @throws ConflictException if a node has fewer of this demand than may go
   */
  public List<Integer> scaleIn(PreparedDemand demand, Map<Integer, Integer> from, int count) {
    return new ScaleIn(fleet).choose(current(demand), from, count);
  }

  /** The answer of the search that looks at every node; {@link #choose} must give the same. */
  int scan(PreparedDemand demand) {
    return search.scan(current(demand));
  }

  /** The same with preference. */
  int scan(PreparedDemand demand, BitSet preferred) {
    return search.scan(current(demand), preferred);
  }

  private PreparedDemand current(PreparedDemand demand) {
    return fleet.demands().current(demand);
  }
}
