package dev.berth.spi;

import dev.berth.model.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a driver has at one moment: the truth, where {@link Observation}s are hints.
 *
 * @param tasks every task that bears the engine's id, of whatever state, on the nodes that can be
 *     reached
 * @param unreachable the driver's nodes of whose tasks nothing is known at present, each with the
 *     reason; what runs on them may go on
 */
public record Listing(List<TaskReport> tasks, SortedMap<NodeId, String> unreachable) {
  public Listing {
    tasks = List.copyOf(tasks);
    unreachable = Collections.unmodifiableSortedMap(new TreeMap<>(unreachable));
  }

  /** A listing of a driver that reaches all its nodes. */
  public static Listing of(List<TaskReport> tasks) {
    return new Listing(tasks, Collections.emptySortedMap());
  }
}
