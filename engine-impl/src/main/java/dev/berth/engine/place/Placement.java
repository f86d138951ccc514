package dev.berth.engine.place;

import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.TaskState;
import dev.berth.engine.state.WaitingTasks;
import dev.berth.event.Event;
import dev.berth.event.NodeAdded;
import dev.berth.event.NodeChanged;
import dev.berth.event.NodeRemoved;
import dev.berth.event.TaskPlaced;
import dev.berth.event.TaskUnplaced;
import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import dev.berth.placement.Choice;
import dev.berth.placement.Demand;
import dev.berth.placement.NodeShape;
import dev.berth.placement.Placer;
import dev.berth.spi.DriverCapabilities;
import dev.berth.view.PlacementExplanation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The stage that gives waiting tasks a node: one placement core per cluster, kept in step with the
 * events. What is reserved is derived from the state, so a replay brings it back.
 */
public final class Placement {
  /** Demands follow from definitions; a service that rolls for years shall not keep all of them. */
  private static final int MOST_DEMANDS = 10_000;

  private final EngineState state;
  private final Map<String, DriverCapabilities> drivers;
  private final Map<String, Placer> placers = new HashMap<>();
  private final Map<DemandKey, Demand> demands =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DemandKey, Demand> eldest) {
          return size() > MOST_DEMANDS;
        }
      };

  private record DemandKey(ServiceId service, TaskDefinitionId definition) {}

  /** Placement for the tasks of {@code state} on nodes of {@code drivers}, by their names. */
  public Placement(EngineState state, Map<String, DriverCapabilities> drivers) {
    this.state = state;
    this.drivers = Map.copyOf(drivers);
  }

  /** Takes up a node as the state has it now. */
  public void follow(Event event) {
    if (event instanceof NodeAdded || event instanceof NodeChanged) {
      NodeId id = event instanceof NodeAdded added ? added.node() : ((NodeChanged) event).node();
      state.node(id).ifPresent(node -> placer(id.cluster()).put(shape(node)));
    } else if (event instanceof NodeRemoved removed) {
      placer(removed.node().cluster()).remove(removed.node().name());
    } else if (event instanceof TaskPlaced placed) {
      state
          .task(placed.task())
          .ifPresent(
              task -> placer(placed.node().cluster()).reserve(placed.node().name(), demand(task)));
    }
  }

  /** Gives back what a task held that is about to leave the state. */
  public void release(TaskId id) {
    state
        .task(id)
        .ifPresent(task -> {
          NodeId node = task.node();
          if (node != null) {
            placer(node.cluster()).release(node.name(), demand(task));
          }
        });
  }

  /**
   * Records a node for each of a cluster's waiting tasks that can have one, and the first refusal
   * of each other. Of equal tasks that were refused before, one more refusal answers for all.
   *
   * @param record applies each event at once, so that the next choice knows of it
   */
  public void place(String cluster, Consumer<Event> record) {
    WaitingTasks waiting = state.waiting(cluster);
    Map<DemandKey, PlacementExplanation> refused = new HashMap<>();
    for (WaitingTasks.Group group : waiting.groups()) {
      DemandKey key = new DemandKey(group.service(), group.definition());
      if (group.told()) {
        placeWhileItFits(waiting, group, record)
            .ifPresent(explanation -> refused.put(key, explanation));
      } else {
        for (TaskId id : waiting.tasks(group)) {
          PlacementExplanation known = refused.get(key);
          Optional<PlacementExplanation> refusal =
              known == null ? place(id, record) : Optional.of(known);
          refusal.ifPresent(explanation -> {
            refused.put(key, explanation);
            record.accept(new TaskUnplaced(id, explanation));
          });
        }
      }
    }
  }

  private Optional<PlacementExplanation> placeWhileItFits(
      WaitingTasks waiting, WaitingTasks.Group group, Consumer<Event> record) {
    Optional<PlacementExplanation> refusal = Optional.empty();
    for (Optional<TaskId> next = waiting.first(group);
        next.isPresent() && refusal.isEmpty();
        next = waiting.first(group)) {
      refusal = place(next.get(), record);
    }
    return refusal;
  }

  /** Records a node for a task; if none can take it, gives the reasons. */
  private Optional<PlacementExplanation> place(TaskId id, Consumer<Event> record) {
    return switch (placer(id.cluster()).choose(demand(state.task(id).orElseThrow()))) {
      case Choice.Chosen chosen -> {
        record.accept(new TaskPlaced(id, new NodeId(id.cluster(), chosen.node())));
        yield Optional.empty();
      }
      case Choice.NoneFits none -> Optional.of(none.explanation());
    };
  }

  /** Why a waiting task has no node now; empty if it does not wait or could be placed. */
  public Optional<PlacementExplanation> explain(TaskId id) {
    return state
        .task(id)
        .filter(task -> task.wanted() && task.node() == null)
        .flatMap(task ->
            switch (placer(id.cluster()).choose(demand(task))) {
              case Choice.Chosen chosen -> Optional.empty();
              case Choice.NoneFits none -> Optional.of(none.explanation());
            });
  }

  /** Why no node of a cluster could ever take a task; empty if one could or there is no node. */
  public Optional<PlacementExplanation> hopeless(ServiceId service, TaskDefinition definition) {
    Placer placer = placer(service.cluster());
    return placer.size() == 0
        ? Optional.empty()
        : placer.explainEmpty(newDemand(service, definition));
  }

  /** What is free on a node. */
  public Resources available(NodeId node) {
    return placer(node.cluster()).available(node.name());
  }

  private Placer placer(String cluster) {
    return placers.computeIfAbsent(cluster, name -> new Placer());
  }

  private static NodeShape shape(NodeState node) {
    return new NodeShape(node.id().name(), node.driver(), node.resources(), node.attributes());
  }

  private static DemandKey key(TaskState task) {
    return new DemandKey(task.id().service(), task.definition().id());
  }

  private Demand demand(TaskState task) {
    return demands.computeIfAbsent(key(task), key -> newDemand(key.service(), task.definition()));
  }

  private Demand newDemand(ServiceId service, TaskDefinition definition) {
    return new Demand(
        definition.demand(),
        definition.fixedPorts(),
        service.name(),
        new CapabilityConstraint(definition, drivers));
  }
}
