package dev.berth.engine.place;

import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.ScaleInOrder;
import dev.berth.engine.state.TaskNumbers;
import dev.berth.engine.state.TaskState;
import dev.berth.engine.state.WaitingTasks;
import dev.berth.event.ContainerStarted;
import dev.berth.event.Event;
import dev.berth.event.NodeAdded;
import dev.berth.event.NodeChanged;
import dev.berth.event.NodeLost;
import dev.berth.event.NodeRemoved;
import dev.berth.event.NodeReturned;
import dev.berth.event.ServiceRemoved;
import dev.berth.event.ServiceUpdated;
import dev.berth.event.TaskPlaced;
import dev.berth.event.TaskUnplaced;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import dev.berth.placement.PreparedDemand;
import dev.berth.spi.DriverCapabilities;
import dev.berth.view.ContainerView;
import dev.berth.view.PlacementExplanation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The stage that gives waiting tasks a node: one placement core per cluster, kept in step with the
 * events. What is reserved is derived from the state, so a replay brings it back.
 */
public final class Placement implements ScaleInOrder {
  private final EngineState state;
  private final Map<String, DriverCapabilities> drivers;
  private final Map<String, NodePool> pools = new HashMap<>();

  private record Equals(ServiceId service, TaskDefinitionId definition) {}

  /** Placement for the tasks of {@code state} on nodes of {@code drivers}, by their names. */
  public Placement(EngineState state, Map<String, DriverCapabilities> drivers) {
    this.state = state;
    this.drivers = Map.copyOf(drivers);
  }

  /** Takes up a state that was not built up by events. */
  public void restore() {
    for (String cluster : state.clusters()) {
      NodePool pool = pool(cluster);
      for (NodeState node : state.nodes(cluster)) {
        pool.put(node);
        if (!node.reachable()) {
          pool.placer().drain(node.id().name());
        }
      }
    }
    for (TaskState task : state.tasks()) {
      NodeId node = task.node();
      if (node != null) {
        pool(node.cluster()).reserve(task, node);
        for (ContainerDefinition container : task.definition().containers()) {
          task.container(container.name())
              .filter(one -> one.phase() == ContainerView.Phase.RUNNING)
              .ifPresent(one -> ran(task, container.name()));
        }
      }
    }
  }

  /** Takes up what an event changed of nodes, tasks or how a service's tasks are placed. */
  public void follow(Event event) {
    if (event instanceof NodeAdded || event instanceof NodeChanged) {
      NodeId id = event instanceof NodeAdded added ? added.node() : ((NodeChanged) event).node();
      state.node(id).ifPresent(node -> pool(id.cluster()).put(node));
    } else if (event instanceof NodeLost lost) {
      pool(lost.node().cluster()).placer().drain(lost.node().name());
    } else if (event instanceof NodeReturned returned) {
      pool(returned.node().cluster()).placer().resume(returned.node().name());
    } else if (event instanceof NodeRemoved removed) {
      pool(removed.node().cluster()).remove(removed.node());
    } else if (event instanceof ServiceUpdated updated) {
      pool(updated.service().cluster()).forget(updated.service());
    } else if (event instanceof ServiceRemoved removed) {
      pool(removed.service().cluster()).forget(removed.service());
    } else if (event instanceof TaskPlaced placed) {
      state
          .task(placed.task())
          .ifPresent(task -> pool(placed.node().cluster()).reserve(task, placed.node()));
    } else if (event instanceof ContainerStarted started) {
      state.task(started.task()).ifPresent(task -> ran(task, started.container()));
    }
  }

  private void ran(TaskState task, String container) {
    NodeId node = task.node();
    if (node != null) {
      pool(node.cluster()).ran(node, task.definition().container(container));
    }
  }

  /** Gives back what a task held that is about to leave the state. */
  public void release(TaskId id) {
    state
        .task(id)
        .ifPresent(task -> {
          NodeId node = task.node();
          if (node != null) {
            pool(node.cluster()).release(id, node);
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
    Map<Equals, PlacementExplanation> refused = new HashMap<>();
    for (WaitingTasks.Group group : waiting.groups()) {
      Equals key = new Equals(group.service(), group.definition());
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
    NodePool pool = pool(id.cluster());
    TaskState task = state.task(id).orElseThrow();
    PreparedDemand demand = pool.demand(task);
    int node = pool.placer().choose(demand, pool.images().holders(task.definition()));
    if (node < 0) {
      return pool.placer().explain(demand.demand());
    }
    record.accept(new TaskPlaced(id, pool.node(node)));
    return Optional.empty();
  }

  /** Why a waiting task has no node now; empty if it does not wait or could be placed. */
  public Optional<PlacementExplanation> explain(TaskId id) {
    NodePool pool = pool(id.cluster());
    return state
        .task(id)
        .filter(task -> task.wanted() && task.node() == null)
        .flatMap(task -> pool.placer().explain(pool.demand(task).demand()));
  }

  /** Why no node of a cluster could ever take a task; empty if one could or there is no node. */
  public Optional<PlacementExplanation> hopeless(
      ServiceId service, TaskDefinition definition, ServiceSpec spec) {
    NodePool pool = pool(service.cluster());
    return pool.placer().size() == 0
        ? Optional.empty()
        : pool.placer().explainEmpty(pool.newDemand(service, definition, Optional.of(spec)));
  }

  /** Refuses resources of a node that are too many to be counted. */
  public void requireCountable(NodeId node, Resources resources) {
    pool(node.cluster()).requireCountable(resources);
  }

  /** What is free on a node. */
  public Resources available(NodeId node) {
    return pool(node.cluster()).placer().available(node.name());
  }

  @Override
  public List<TaskId> firstToStop(ServiceId service, TaskNumbers numbers, int count) {
    return pool(service.cluster()).firstToStop(service, numbers, count);
  }

  private NodePool pool(String cluster) {
    return pools.computeIfAbsent(cluster, name -> new NodePool(state, drivers));
  }
}
