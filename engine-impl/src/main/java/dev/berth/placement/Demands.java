package dev.berth.placement;

import dev.berth.ConflictException;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.Toleration;
import dev.berth.model.TopologySpread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The prepared demands, and the filters and topologies they share; each made once for equals. */
final class Demands {
  /** How many demands that have nothing placed are kept. */
  private static final int MOST_IDLE = 10_000;

  private final Nodes nodes;
  private final Groups groups;
  private final Policy policy;
  private final DemandChecks checks;
  private final Map<Demand, PreparedDemand> known = new LinkedHashMap<>();
  private final List<@Nullable PreparedDemand> byId = new ArrayList<>();
  private final PriorityQueue<Integer> freeIds = new PriorityQueue<>();
  private final Map<Filter.Key, Filter> filters = new HashMap<>();
  private final Map<String, Topology> topologies = new HashMap<>();
  private Criterion.Cost cost;
  private Criterion[] plain;
  private Route plainRoute;
  private int sweepAt = MOST_IDLE;

  Demands(Nodes nodes, Groups groups, Policy policy) {
    this.nodes = nodes;
    this.groups = groups;
    this.policy = policy;
    checks = new DemandChecks(nodes, groups);
    cost = newCost();
    plain = new Criterion[] {new Criterion.Avoid(), cost};
    plainRoute = Route.of(plain);
  }

  /** Those that have something placed, in the order they were prepared. */
  List<PreparedDemand> placed() {
    return known.values().stream().filter(demand -> demand.placed() > 0).toList();
  }

  /** Whether {@code demand} is one of these, and was not forgotten. */
  boolean knows(PreparedDemand demand) {
    return demand.id() < byId.size() && byId.get(demand.id()) == demand;
  }

  /** This demand, or the one that equals it if it was forgotten. */
  PreparedDemand current(PreparedDemand demand) {
    return knows(demand) ? demand : prepareAccepted(demand.demand());
  }

  PreparedDemand prepare(Demand demand) {
    PreparedDemand before = known.get(demand);
    return before != null ? before : prepareAll(List.of(demand)).getFirst();
  }

  /** Prepares several, none of which is forgotten because of the others. */
  List<PreparedDemand> prepareAll(List<Demand> demands) {
    for (Demand demand : demands) {
      if (!known.containsKey(demand)) {
        checks.check(demand);
      }
    }
    makeRoom(demands);
    return demands.stream().map(this::knownOrMade).toList();
  }

  /** Prepares without asking what was asked when it was accepted, when other nodes were there. */
  PreparedDemand prepareAccepted(Demand demand) {
    makeRoom(List.of(demand));
    return knownOrMade(demand);
  }

  private void makeRoom(List<Demand> demands) {
    int unknown = 0;
    for (Demand demand : demands) {
      unknown += known.containsKey(demand) ? 0 : 1;
    }
    if (unknown > 0 && known.size() + unknown > sweepAt) {
      sweep();
    }
    if (known.size() + unknown > Ledger.MOST) {
      throw new ConflictException(
          "%d demands are too many: %d others have placements, and at most %d can be told apart"
              .formatted(unknown, known.size(), Ledger.MOST));
    }
  }

  private PreparedDemand knownOrMade(Demand demand) {
    PreparedDemand before = known.get(demand);
    return before != null ? before : make(demand);
  }

  private PreparedDemand make(Demand demand) {
    // What can fail comes first, so that a refusal leaves nothing behind.
    nodes.dimensions().amounts(demand.resources());
    Filter.Key key = key(demand, demand.tolerations());
    Group group = groups.of(demand.group());
    PreparedDemand made =
        new PreparedDemand(demand, newId(), group, filter(key), hardSpreads(demand, group));
    layOut(made);
    known.put(demand, made);
    byId.set(made.id(), made);
    return made;
  }

  private int newId() {
    Integer free = freeIds.poll();
    if (free != null) {
      return free;
    }
    byId.add(null);
    return byId.size() - 1;
  }

  private static Filter.Key key(Demand demand, @Nullable List<Toleration> tolerations) {
    return new Filter.Key(
        demand.constraints(),
        demand.queries().stream().filter(query -> !query.dynamic()).toList(),
        tolerations);
  }

  private Filter filter(Filter.Key key) {
    Filter filter = filters.get(key);
    if (filter == null) {
      filter = new Filter(key);
      for (int node = 0; node < nodes.limit(); node++) {
        if (nodes.exists(node)) {
          filter.add(node, nodes.shape(node));
        }
      }
      filters.put(key, filter);
    }
    return filter;
  }

  private Topology topology(String attribute) {
    Topology topology = topologies.get(attribute);
    if (topology == null) {
      topology = new Topology(attribute);
      for (int node = 0; node < nodes.limit(); node++) {
        if (nodes.exists(node)) {
          topology.update(node, nodes.shape(node));
        }
      }
      topologies.put(attribute, topology);
    }
    return topology;
  }

  private HardSpread[] hardSpreads(Demand demand, Group group) {
    List<HardSpread> hard = new ArrayList<>();
    for (TopologySpread spread : demand.spreads()) {
      if (spread.whenUnsatisfiable() == TopologySpread.WhenUnsatisfiable.DO_NOT_SCHEDULE) {
        Topology topology = topology(spread.topologyKey());
        Filter affinity = filter(key(demand, null));
        affinity.countBy(topology);
        group.countBy(topology);
        hard.add(
            new HardSpread(topology, affinity, spread.maxSkew(), spread.minDomains().orElse(1)));
      }
    }
    return hard.toArray(HardSpread[]::new);
  }

  private void layOut(PreparedDemand demand) {
    Criterion[] criteria = criteria(demand);
    demand.layOut(
        nodes.dimensions(),
        criteria,
        Arrays.equals(criteria, plain) ? plainRoute : Route.of(criteria));
  }

  private Criterion[] criteria(PreparedDemand prepared) {
    Demand demand = prepared.demand();
    if (demand.strategies().isEmpty() && demand.spreads().isEmpty()) {
      return plain;
    }
    List<Criterion> criteria = new ArrayList<>();
    criteria.add(new Criterion.Avoid());
    for (TopologySpread spread : demand.spreads()) {
      if (spread.whenUnsatisfiable() == TopologySpread.WhenUnsatisfiable.SCHEDULE_ANYWAY) {
        criteria.add(fewestInDomain(spread.topologyKey(), prepared));
      }
    }
    for (PlacementStrategy strategy : demand.strategies()) {
      switch (strategy) {
        case PlacementStrategy.Binpack binpack -> {
          // What nobody has prefers no node; once it is counted, this is asked again.
          if (nodes.dimensions().counts(binpack.resource())) {
            criteria.add(leastLeft(binpack.resource()));
          }
        }
        case PlacementStrategy.Random unused -> criteria.add(new Criterion.Chance());
        case PlacementStrategy.Spread spread -> {
          // Without a group there is nothing to spread against.
          if (!demand.group().isEmpty()) {
            criteria.add(
                spread
                    .attribute()
                    .map(attribute -> fewestInDomain(attribute, prepared))
                    .orElseGet(Criterion.FewestOnNode::new));
          }
        }
      }
    }
    criteria.add(cost);
    return criteria.toArray(Criterion[]::new);
  }

  private Criterion fewestInDomain(String attribute, PreparedDemand demand) {
    Topology topology = topology(attribute);
    demand.group().countBy(topology);
    demand.filter().countBy(topology);
    return new Criterion.FewestInDomain(topology);
  }

  private Criterion leastLeft(String resource) {
    Dimensions dimensions = nodes.dimensions();
    return new Criterion.LeastLeft(dimensions.columnToPack(resource), dimensions.width());
  }

  private Criterion.Cost newCost() {
    boolean leading = policy instanceof LinearPolicy;
    for (int dimension = 2; dimension < nodes.dimensions().withoutGpus(); dimension++) {
      leading &= policy instanceof LinearPolicy linear && linear.weight(dimension) == 0;
    }
    return new Criterion.Cost(policy, leading ? new double[nodes.dimensions().width()] : null);
  }

  /** Follows scales that changed: what is free costs something else now. */
  void rescale() {
    double[] factors = cost.factors();
    if (factors != null && policy instanceof LinearPolicy linear) {
      for (int dimension = 0; dimension < nodes.dimensions().withoutGpus(); dimension++) {
        factors[dimension] = linear.weight(dimension) * nodes.scale(dimension);
      }
    }
    for (PreparedDemand demand : known.values()) {
      demand.ranking(null);
    }
  }

  /** Follows dimensions that were added. */
  void layOut() {
    cost = newCost();
    plain = new Criterion[] {new Criterion.Avoid(), cost};
    plainRoute = Route.of(plain);
    rescale();
    for (PreparedDemand demand : known.values()) {
      layOut(demand);
    }
  }

  /** Takes up a node that joined, or what changed of its shape. */
  void enter(int node) {
    NodeShape shape = nodes.shape(node);
    for (Topology topology : topologies.values()) {
      topology.update(node, shape);
    }
    for (Filter filter : filters.values()) {
      filter.add(node, shape);
    }
    for (Group group : groups.all()) {
      group.move(node, 1);
    }
  }

  /** Drops a node that leaves, or before its shape changes. */
  void leave(int node) {
    for (Filter filter : filters.values()) {
      filter.remove(node);
    }
    for (Group group : groups.all()) {
      group.move(node, -1);
    }
  }

  /** Forgets the demands that have nothing placed, and what only they asked for. */
  private void sweep() {
    known
        .values()
        .removeIf(demand -> {
          boolean idle = demand.placed() == 0;
          if (idle) {
            byId.set(demand.id(), null);
            freeIds.add(demand.id());
          }
          return idle;
        });
    Set<Filter> usedFilters = new HashSet<>();
    Set<Topology> usedTopologies = new HashSet<>();
    Set<Group> usedGroups = new HashSet<>();
    for (PreparedDemand demand : known.values()) {
      usedFilters.add(demand.filter());
      usedGroups.add(demand.group());
      for (HardSpread spread : demand.hardSpreads()) {
        usedFilters.add(spread.affinity());
        usedTopologies.add(spread.topology());
      }
      for (Criterion criterion : demand.criteria()) {
        if (criterion instanceof Criterion.FewestInDomain fewest) {
          usedTopologies.add(fewest.topology());
        }
      }
    }
    filters.values().retainAll(usedFilters);
    topologies.values().retainAll(usedTopologies);
    groups.retain(usedGroups, usedTopologies);
    sweepAt = known.size() + MOST_IDLE;
  }
}
