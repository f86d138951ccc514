package dev.berth.placement;

import dev.berth.InvalidSpecException;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.PortMapping;
import dev.berth.model.Resources;
import dev.berth.model.Toleration;
import dev.berth.model.TopologySpread;
import dev.berth.placement.query.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be placed. Equal demands are interchangeable: the replicas of a service have one.
 *
 * @param resources what it reserves
 * @param fixedPorts host ports it needs for itself, which a node gives once per protocol
 * @param group what it is spread against, such as {@code service:web}; empty: nothing
 * @param distinct whether no node may have two of the group
 * @param constraints what it asks of a node, by its shape
 * @param queries conditions in the cluster query language; all must hold
 * @param strategies what comes first, at most five; none: the policy alone decides
 * @param tolerations which taints do not keep it away
 * @param spreads how even the group must be over the domains of attributes
 * @param priority more than 9 below another's: it may be preempted by that
 */
public record Demand(
    Resources resources,
    List<PortMapping> fixedPorts,
    String group,
    boolean distinct,
    List<Constraint> constraints,
    List<Query> queries,
    List<PlacementStrategy> strategies,
    List<Toleration> tolerations,
    List<TopologySpread> spreads,
    int priority) {
  public Demand {
    fixedPorts = List.copyOf(fixedPorts);
    constraints = List.copyOf(constraints);
    queries = List.copyOf(queries);
    strategies = List.copyOf(strategies);
    tolerations = List.copyOf(tolerations);
    spreads = List.copyOf(spreads);
    if (strategies.size() > PlacementStrategy.MAXIMUM_COUNT) {
      throw new InvalidSpecException(
          "a demand has %d placement strategies; at most %d are possible"
              .formatted(strategies.size(), PlacementStrategy.MAXIMUM_COUNT));
    }
    if (group.isEmpty() && (distinct || !spreads.isEmpty())) {
      throw new InvalidSpecException(
          "a demand that is %s needs a group: what it is kept apart from"
              .formatted(
                  distinct
                      ? "distinct per node"
                      : "spread over attribute '" + spreads.getFirst().topologyKey() + "'"));
    }
  }

  /** A demand for room alone. */
  public static Demand of(Resources resources) {
    return builder(resources).build();
  }

  /** Begins a demand. */
  public static Builder builder(Resources resources) {
    return new Builder(resources);
  }

  /** Collects the parts of a demand. */
  public static final class Builder {
    private final Resources resources;
    private List<PortMapping> fixedPorts = List.of();
    private String group = "";
    private boolean distinct;
    private final List<Constraint> constraints = new ArrayList<>();
    private final List<Query> queries = new ArrayList<>();
    private List<PlacementStrategy> strategies = List.of();
    private List<Toleration> tolerations = List.of();
    private List<TopologySpread> spreads = List.of();
    private int priority;

    private Builder(Resources resources) {
      this.resources = resources;
    }

    /** Host ports it needs for itself. */
    public Builder fixedPorts(List<PortMapping> ports) {
      fixedPorts = ports;
      return this;
    }

    /** What it is spread against. */
    public Builder group(String name) {
      group = name;
      return this;
    }

    /** Adds what it asks of a node's shape. */
    public Builder constraint(Constraint constraint) {
      constraints.add(constraint);
      return this;
    }

    /**
     * Adds a constraint as ECS has them.
     *
     * @throws InvalidSpecException if its expression is malformed; the message shows where
     */
    public Builder constraint(PlacementConstraint constraint) {
      switch (constraint) {
        case PlacementConstraint.DistinctInstance unused -> distinct = true;
        case PlacementConstraint.MemberOf member -> queries.add(Query.parse(member.expression()));
      }
      return this;
    }

    /** What comes first among the nodes that can take it. */
    public Builder strategies(PlacementStrategy... ordered) {
      strategies = List.of(ordered);
      return this;
    }

    /** Which taints do not keep it away. */
    public Builder tolerations(Toleration... tolerated) {
      tolerations = List.of(tolerated);
      return this;
    }

    /** How even the group must be. */
    public Builder spreads(TopologySpread... rules) {
      spreads = List.of(rules);
      return this;
    }

    /** Higher ones may preempt those at least 10 lower; default 0. */
    public Builder priority(int higherFirst) {
      priority = higherFirst;
      return this;
    }

    /** The demand. */
    public Demand build() {
      return new Demand(
          resources,
          fixedPorts,
          group,
          distinct,
          constraints,
          queries,
          strategies,
          tolerations,
          spreads,
          priority);
    }
  }
}
