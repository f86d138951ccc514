package dev.berth.engine.state;

import dev.berth.event.ClusterCreated;
import dev.berth.event.ClusterEvent;
import dev.berth.event.EngineClosing;
import dev.berth.event.EngineEvent;
import dev.berth.event.EngineStarted;
import dev.berth.event.EventRecord;
import dev.berth.event.NodeAdded;
import dev.berth.event.NodeChanged;
import dev.berth.event.NodeEvent;
import dev.berth.event.NodeLost;
import dev.berth.event.NodeRemoved;
import dev.berth.event.NodeReturned;
import dev.berth.event.ServiceEvent;
import dev.berth.event.TaskDefinitionEvent;
import dev.berth.event.TaskDefinitionRegistered;
import dev.berth.event.TaskEvent;
import dev.berth.model.ServiceId;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * The only writer of an {@link EngineState}: brings it from before an event to after it, and marks
 * what the event touched. Live and in replay alike, so both end in the same state.
 */
public final class EventApplier {
  private final EngineState state;
  private final Changes changes;
  private final ServiceEventApplier serviceEvents;
  private final TaskEventApplier taskEvents;

  /** An applier to {@code state} that marks in {@code changes}. */
  public EventApplier(EngineState state, Changes changes) {
    this.state = state;
    this.changes = changes;
    this.serviceEvents = new ServiceEventApplier(state, changes);
    this.taskEvents = new TaskEventApplier(state, changes);
  }

  /** Applies one event. */
  public void apply(EventRecord record) {
    state.setSequence(record.sequence());
    switch (record.event()) {
      case EngineEvent event -> apply(event);
      case ClusterEvent event -> apply(event);
      case NodeEvent event -> apply(event, record.time());
      case TaskDefinitionEvent event -> apply(event);
      case ServiceEvent event -> serviceEvents.apply(event, record.time());
      case TaskEvent event -> taskEvents.apply(event, record);
    }
  }

  private void apply(EngineEvent event) {
    switch (event) {
      case EngineStarted started -> state.setClosing(false);
      case EngineClosing closing -> state.setClosing(true);
    }
    for (ServiceId service : state.services()) {
      changes.touch(service);
      ServiceEventApplier.touchDeadlines(state, changes, service);
    }
  }

  private void apply(ClusterEvent event) {
    switch (event) {
      case ClusterCreated created -> state.addCluster(created.cluster());
    }
  }

  private void apply(NodeEvent event, Instant time) {
    switch (event) {
      case NodeAdded added -> state.put(NodeState.added(added));
      case NodeChanged changed ->
          change(event, node -> node.changed(changed.resources(), changed.attributes()));
      case NodeLost lost -> change(event, node -> node.lost(time, lost.reason()));
      case NodeReturned returned -> change(event, NodeState::returned);
      case NodeRemoved removed -> state.remove(removed.node());
    }
    changes.touch(event.node());
    changes.touchCapacity(event.node().cluster());
  }

  private void change(NodeEvent event, UnaryOperator<NodeState> change) {
    state.node(event.node()).ifPresent(node -> state.put(change.apply(node)));
  }

  private void apply(TaskDefinitionEvent event) {
    switch (event) {
      case TaskDefinitionRegistered registered -> state.put(registered.definition());
    }
  }
}
