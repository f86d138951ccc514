package dev.berth.engine.place;

import static java.util.Objects.requireNonNull;

import dev.berth.InvalidSpecException;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.NumberedPages;
import dev.berth.engine.state.ServiceState;
import dev.berth.engine.state.TaskNumbers;
import dev.berth.engine.state.TaskState;
import dev.berth.engine.state.TaskTable;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.NodeId;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import dev.berth.placement.Demand;
import dev.berth.placement.NodeShape;
import dev.berth.placement.Placer;
import dev.berth.placement.PreparedDemand;
import dev.berth.spi.DriverCapabilities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One cluster's nodes in the placement core, and which demand each of its tasks reserved. */
final class NodePool {
  /** Demands follow from definitions; a service that rolls for years shall not keep all of them. */
  private static final int MOST_DEMANDS = 10_000;

  private final EngineState state;
  private final Map<String, DriverCapabilities> drivers;
  private final Placer placer =
      Placer.builder()
          .dimensions(Resources.CPU, Resources.MEMORY, Resources.PORTS, Resources.GPU)
          .build();
  private final NumberedPages<NodeId> nodes = new NumberedPages<>();
  private final TaskTable<PreparedDemand> reserved = new TaskTable<>();
  private final Map<DemandKey, PreparedDemand> demands =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DemandKey, PreparedDemand> eldest) {
          return size() > MOST_DEMANDS;
        }
      };

  private final HeldImages images = new HeldImages();

  private record DemandKey(ServiceId service, TaskDefinitionId definition) {}

  NodePool(EngineState state, Map<String, DriverCapabilities> drivers) {
    this.state = state;
    this.drivers = drivers;
  }

  Placer placer() {
    return placer;
  }

  /** Adds a node, or changes it. */
  void put(NodeState node) {
    for (String resource : node.resources().amounts().keySet()) {
      if (!placer.counts(Resources.NONE.with(resource, 1))) {
        placer.addDimension(resource);
        // Until now these were refused because no node had the resource.
        demands.clear();
      }
    }
    if (placer.hasNode(node.id().name())) {
      placer.changeNode(shape(node));
    } else {
      nodes.put(placer.addNode(shape(node)), node.id());
    }
  }

  /** Which nodes have which images. */
  HeldImages images() {
    return images;
  }

  /** A node runs a container. */
  void ran(NodeId node, ContainerDefinition container) {
    images.ran(container, placer.nodeIndex(node.name()));
  }

  /** A node is gone. */
  void remove(NodeId node) {
    images.left(placer.nodeIndex(node.name()));
    placer.removeNode(node.name());
  }

  /** The node of that index in the placer. */
  NodeId node(int index) {
    return requireNonNull(nodes.get(index));
  }

  private static NodeShape shape(NodeState node) {
    TreeMap<String, String> attributes = new TreeMap<>(node.attributes());
    attributes.put(CapabilityConstraint.DRIVER, node.driver());
    return new NodeShape(
        node.id().name(), node.resources(), attributes, List.of(), Optional.empty());
  }

  void requireCountable(Resources resources) {
    List<String> more = new ArrayList<>();
    for (String resource : resources.amounts().keySet()) {
      if (!placer.counts(Resources.NONE.with(resource, 1))) {
        more.add(resource);
      }
    }
    int room = Placer.MOST_DIMENSIONS - placer.dimensions().size();
    if (more.size() > room) {
      throw new InvalidSpecException(
          "resources %s are new to the cluster, which counts %s already: %d more are possible"
              .formatted(more, placer.dimensions(), room));
    }
  }

  /** Forgets how a service's tasks are placed, because that changed. */
  void forget(ServiceId service) {
    demands.keySet().removeIf(key -> key.service().equals(service));
  }

  void reserve(TaskState task, NodeId node) {
    PreparedDemand demand = demand(task);
    placer.reserve(placer.nodeIndex(node.name()), demand);
    reserved.put(task.id(), demand);
  }

  void release(TaskId task, NodeId node) {
    PreparedDemand demand = reserved.remove(task);
    if (demand != null) {
      placer.release(placer.nodeIndex(node.name()), demand);
    }
  }

  PreparedDemand demand(TaskState task) {
    DemandKey key = new DemandKey(task.id().service(), task.definition().id());
    PreparedDemand known = demands.get(key);
    if (known == null) {
      Optional<ServiceSpec> spec = state.service(key.service()).map(ServiceState::spec);
      known = placer.prepareAccepted(newDemand(key.service(), task.definition(), spec));
      demands.put(key, known);
    }
    return known;
  }

  Demand newDemand(ServiceId service, TaskDefinition definition, Optional<ServiceSpec> spec) {
    Demand.Builder demand =
        Demand.builder(countable(definition.demand()))
            .fixedPorts(definition.fixedPorts())
            .group("service:" + service.name())
            .constraint(CapabilityConstraint.of(definition, drivers))
            .strategies(
                spec.map(ServiceSpec::strategiesInEffect)
                    .orElse(ServiceSpec.DEFAULT_STRATEGIES)
                    .toArray(PlacementStrategy[]::new));
    for (String resource : definition.demand().amounts().keySet()) {
      if (!placer.counts(Resources.NONE.with(resource, 1))) {
        demand.constraint(new NobodyHas(resource, definition.demand().get(resource)));
      }
    }
    definition.placementConstraints().forEach(demand::constraint);
    spec.map(ServiceSpec::placementConstraints).orElse(List.of()).forEach(demand::constraint);
    return demand.build();
  }

  private Resources countable(Resources resources) {
    Resources countable = Resources.NONE;
    for (Map.Entry<String, Long> amount : resources.amounts().entrySet()) {
      if (placer.counts(Resources.NONE.with(amount.getKey(), 1))) {
        countable = countable.with(amount.getKey(), amount.getValue());
      }
    }
    return countable;
  }

  /** The tasks whose nodes the placement order would choose last; of a node's the newest. */
  List<TaskId> firstToStop(ServiceId service, TaskNumbers numbers, int count) {
    Map<PreparedDemand, Map<Integer, List<TaskId>>> standing = new LinkedHashMap<>();
    for (long number : numbers.descending()) {
      TaskId id = new TaskId(service, number);
      PreparedDemand demand = reserved.get(id);
      NodeId node = state.task(id).map(TaskState::node).orElse(null);
      if (demand != null && node != null) {
        standing
            .computeIfAbsent(demand, unused -> new HashMap<>())
            .computeIfAbsent(placer.nodeIndex(node.name()), unused -> new ArrayList<>())
            .add(id);
      }
    }
    // What was placed under rules that no longer hold goes first.
    Optional<PreparedDemand> current =
        state.task(new TaskId(service, numbers.last())).map(this::demand);
    List<TaskId> first = new ArrayList<>();
    standing.forEach((demand, byNode) -> {
      if (!current.equals(Optional.of(demand))) {
        first.addAll(lastOf(demand, byNode, count - first.size()));
      }
    });
    current
        .filter(standing::containsKey)
        .ifPresent(demand ->
            first.addAll(
                lastOf(demand, requireNonNull(standing.get(demand)), count - first.size())));
    return first;
  }

  private List<TaskId> lastOf(PreparedDemand demand, Map<Integer, List<TaskId>> byNode, int count) {
    Map<Integer, Integer> from = new HashMap<>();
    byNode.forEach((node, tasks) -> from.put(node, tasks.size()));
    List<TaskId> last = new ArrayList<>();
    Map<Integer, Iterator<TaskId>> newest = new HashMap<>();
    byNode.forEach((node, tasks) -> newest.put(node, tasks.iterator()));
    for (int node : placer.scaleIn(demand, from, count)) {
      last.add(requireNonNull(newest.get(node)).next());
    }
    return last;
  }
}
