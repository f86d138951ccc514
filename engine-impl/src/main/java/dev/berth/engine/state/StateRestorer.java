package dev.berth.engine.state;

import dev.berth.model.TaskDefinition;
import java.util.SortedMap;

/**
 * Fills an empty {@link EngineState} with what an image of one held: definitions before the rest.
 */
public final class StateRestorer {
  private final EngineState state;

  /** A restorer of {@code state}, which must not know anything yet. */
  public StateRestorer(EngineState state) {
    if (state.sequence() != 0) {
      throw new IllegalStateException("the state is at %d already".formatted(state.sequence()));
    }
    this.state = state;
  }

  /** What is being restored, for what refers to something that was restored before. */
  public EngineState state() {
    return state;
  }

  /** Begins. */
  public void begin(long sequence, boolean closing, SortedMap<String, Long> clusters) {
    state.setSequence(sequence);
    state.setClosing(closing);
    clusters.forEach(state::putCluster);
  }

  /** A task definition. */
  public void put(TaskDefinition definition) {
    state.put(definition);
  }

  /** A node. */
  public void put(NodeState node) {
    state.put(node);
  }

  /** A service. */
  public void put(ServiceState service) {
    state.put(service);
  }

  /** A task that is not STOPPED. */
  public void put(TaskState task) {
    state.put(task);
  }
}
