package dev.berth.driver.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that one container started and that still lives.
 *
 * <p>A process belongs to it if it is in the session of the container's shim while that shim lives
 * (a session number without its leader might be somebody else's by now), bears the container's
 * marker in its environment, is a descendant of one that belongs, or was seen to belong before.
 * What escapes: a process that leaves session and parents <em>and</em> clears its environment
 * between two looks. Ordinary processes can do that; only isolation prevents it.
 */
final class ProcessTree {
  private final Optional<Marker> marker;
  private final ProcessTable table;
  private final Map<Long, ProcessIdentity> seen = new LinkedHashMap<>();

  /**
   * A tree.
   *
   * @param marker empty: the session and its descendants are all
   */
  ProcessTree(Optional<Marker> marker, ProcessTable table) {
    this.marker = marker;
    this.table = table;
  }

  /** What lives now, the shim itself included. */
  synchronized List<ProcessIdentity> alive(Optional<ProcessIdentity> shim) {
    ProcessTable.Scan scan = table.scan();
    Map<Long, ProcessIdentity> found = new LinkedHashMap<>();
    Deque<Long> parents = new ArrayDeque<>();
    seen.values().stream().filter(scan::holds).forEach(known -> add(known, found, parents));
    if (shim.isPresent() && scan.holds(shim.get())) {
      scan.session(shim.get().pid()).forEach(process -> add(process, found, parents));
    }
    marker.ifPresent(own -> scan.marked(own).forEach(process -> add(process, found, parents)));
    while (!parents.isEmpty()) {
      scan.children(parents.remove()).forEach(process -> add(process, found, parents));
    }
    seen.clear();
    seen.putAll(found);
    return List.copyOf(found.values());
  }

  /** Asks every process of the shim's session to end, except the shim. */
  void terminate(ProcessIdentity shim) {
    for (ProcessIdentity process : alive(Optional.of(shim))) {
      if (!process.equals(shim)
          && process.find().filter(stat -> stat.session() == shim.pid()).isPresent()) {
        process.terminate();
      }
    }
  }

  private static void add(
      ProcessStat process, Map<Long, ProcessIdentity> found, Deque<Long> parents) {
    add(ProcessIdentity.of(process), found, parents);
  }

  private static void add(
      ProcessIdentity process, Map<Long, ProcessIdentity> found, Deque<Long> parents) {
    // The JVM itself bears a marker where an engine runs as another engine's workload.
    if (process.pid() != ProcessHandle.current().pid()
        && found.putIfAbsent(process.pid(), process) == null) {
      parents.add(process.pid());
    }
  }
}
