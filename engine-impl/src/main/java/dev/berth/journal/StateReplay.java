package dev.berth.journal;

import dev.berth.engine.journal.EventCodec;
import dev.berth.engine.place.Placement;
import dev.berth.engine.snapshot.SnapshotCodec;
import dev.berth.engine.state.Changes;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.EventApplier;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.ServiceViews;
import dev.berth.engine.state.StateRestorer;
import dev.berth.engine.state.TaskState;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalSnapshot;
import dev.berth.view.NodeView;
import dev.berth.view.TaskView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A state that is built up as an engine builds it up at its start, and shown. */
final class StateReplay {
  private final EngineState state = new EngineState();
  private final EventApplier applier = new EventApplier(state, new Changes());
  private final EventCodec codec = new EventCodec();

  /** A state as of {@code snapshot}. */
  StateReplay(Optional<JournalSnapshot> snapshot) {
    snapshot.ifPresent(it -> new SnapshotCodec().decode(it, new StateRestorer(state)));
  }

  void apply(JournalEntry entry) {
    applier.apply(codec.toRecord(entry));
  }

  long sequence() {
    return state.sequence();
  }

  JournalState show() {
    // What is reserved follows from the tasks; for that no driver is needed.
    Placement placement = new Placement(state, Map.of());
    placement.restore();
    List<JournalState.Cluster> clusters = new ArrayList<>();
    for (String name : state.clusters()) {
      clusters.add(
          new JournalState.Cluster(
              name,
              state.nodes(name).stream().map(node -> view(node, placement)).toList(),
              state.services().stream()
                  .filter(id -> id.cluster().equals(name))
                  .flatMap(id -> ServiceViews.view(state, id).stream())
                  .toList(),
              tasks(name)));
    }
    return new JournalState(state.sequence(), clusters);
  }

  private List<TaskView> tasks(String cluster) {
    List<TaskView> tasks = new ArrayList<>();
    for (TaskState task : state.tasks()) {
      if (task.id().cluster().equals(cluster)) {
        tasks.add(task.view());
      }
    }
    tasks.sort(Comparator.comparing(TaskView::id));
    return tasks;
  }

  private NodeView view(NodeState node, Placement placement) {
    return new NodeView(
        node.id(),
        node.driver(),
        node.resources(),
        placement.available(node.id()),
        node.attributes(),
        node.status(),
        state.taskCountOn(node.id()));
  }
}
