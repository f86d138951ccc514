package dev.berth.engine.state;

import dev.berth.model.NodeId;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything an engine knows, for one thread. Readers everywhere; {@link EventApplier} is the only
 * writer.
 */
public final class EngineState {
  private long sequence;
  private boolean closing;
  private final TreeMap<String, Long> clusters = new TreeMap<>();
  private final TreeMap<NodeId, NodeState> nodes = new TreeMap<>();
  private final TreeMap<String, TreeMap<Integer, TaskDefinition>> definitions = new TreeMap<>();
  private final TreeMap<ServiceId, ServiceState> services = new TreeMap<>();
  private final TaskTable<TaskState> tasks = new TaskTable<>();

  // Derived from the nodes.
  private final Map<String, TreeSet<NodeId>> driverNodes = new HashMap<>();

  // Derived from the tasks.
  private final Map<ServiceId, ServiceTasks> serviceTasks = new HashMap<>();
  private final Map<String, WaitingTasks> waiting = new HashMap<>();
  private final Map<NodeId, NodeTasks> nodeTasks = new HashMap<>();

  /** The journal position of the last event applied. */
  public long sequence() {
    return sequence;
  }

  /** Whether the engine is closing: no task is wanted until the next start. */
  public boolean closing() {
    return closing;
  }

  /** The clusters' names. */
  public SortedSet<String> clusters() {
    return Collections.unmodifiableSortedSet(clusters.navigableKeySet());
  }

  /**
   * The first number for the tasks of a new service, beyond those of the services that are gone.
   */
  long firstTask(String cluster) {
    return clusters.getOrDefault(cluster, 1L);
  }

  /** The node of that identity. */
  public Optional<NodeState> node(NodeId id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /** A cluster's nodes, by name. */
  public List<NodeState> nodes(String cluster) {
    List<NodeState> found = new ArrayList<>();
    for (NodeState node : nodes.values()) {
      if (node.id().cluster().equals(cluster)) {
        found.add(node);
      }
    }
    return found;
  }

  /** A driver's nodes, sorted. */
  public List<NodeState> nodesOf(String driver) {
    List<NodeState> found = new ArrayList<>();
    for (NodeId node : driverNodes.getOrDefault(driver, new TreeSet<>())) {
      node(node).ifPresent(found::add);
    }
    return found;
  }

  /** A registered task definition. */
  public Optional<TaskDefinition> definition(TaskDefinitionId id) {
    return Optional.ofNullable(revisions(id.family()).get(id.revision()));
  }

  /** A family's revisions; empty if it is not known. */
  public NavigableMap<Integer, TaskDefinition> revisions(String family) {
    NavigableMap<Integer, TaskDefinition> revisions = definitions.get(family);
    return revisions == null
        ? Collections.emptyNavigableMap()
        : Collections.unmodifiableNavigableMap(revisions);
  }

  /** The service of that identity. */
  public Optional<ServiceState> service(ServiceId id) {
    return Optional.ofNullable(services.get(id));
  }

  /** All services, sorted. */
  public NavigableSet<ServiceId> services() {
    return Collections.unmodifiableNavigableSet(services.navigableKeySet());
  }

  /** The task of that identity, if it is not STOPPED. */
  public Optional<TaskState> task(TaskId id) {
    return Optional.ofNullable(tasks.get(id));
  }

  /** All tasks that are not STOPPED, in no order. */
  public Iterable<TaskState> tasks() {
    return tasks;
  }

  /** How many tasks are not STOPPED. */
  public int taskCount() {
    return tasks.size();
  }

  /** The standings of a service's tasks. */
  public ServiceTasks tasksOf(ServiceId service) {
    ServiceTasks found = serviceTasks.get(service);
    return found == null ? new ServiceTasks() : found;
  }

  /** How many tasks hold resources on a node. */
  public int taskCountOn(NodeId node) {
    NodeTasks there = nodeTasks.get(node);
    return there == null ? 0 : there.size();
  }

  /** The tasks that hold resources on a node, sorted. */
  public List<TaskState> tasksOn(NodeId node) {
    List<TaskState> found = new ArrayList<>();
    NodeTasks there = nodeTasks.get(node);
    if (there != null) {
      there.all().forEach(task -> task(task).ifPresent(found::add));
    }
    return found;
  }

  /** A cluster's tasks that wait for a node. */
  public WaitingTasks waiting(String cluster) {
    WaitingTasks found = waiting.get(cluster);
    return found == null ? new WaitingTasks() : found;
  }

  /** Everything as it is now and stays. */
  public StateImage image() {
    List<TaskDefinition> all = new ArrayList<>();
    definitions.values().forEach(revisions -> all.addAll(revisions.values()));
    return new StateImage(
        sequence,
        closing,
        Collections.unmodifiableSortedMap(new TreeMap<>(clusters)),
        all,
        List.copyOf(nodes.values()),
        List.copyOf(services.values()),
        tasks.copy());
  }

  void setSequence(long changed) {
    sequence = changed;
  }

  void setClosing(boolean changed) {
    closing = changed;
  }

  void addCluster(String cluster) {
    clusters.put(cluster, 1L);
  }

  void putCluster(String cluster, long firstTask) {
    clusters.put(cluster, firstTask);
  }

  void put(NodeState node) {
    if (nodes.put(node.id(), node) == null) {
      driverNodes.computeIfAbsent(node.driver(), driver -> new TreeSet<>()).add(node.id());
    }
  }

  void remove(NodeId node) {
    NodeState removed = nodes.remove(node);
    if (removed != null) {
      driverNodes.getOrDefault(removed.driver(), new TreeSet<>()).remove(node);
    }
  }

  void put(TaskDefinition definition) {
    definitions
        .computeIfAbsent(definition.family(), family -> new TreeMap<>())
        .put(definition.revision(), definition);
  }

  void put(ServiceState service) {
    services.put(service.id(), service);
  }

  void remove(ServiceId service) {
    ServiceState removed = services.remove(service);
    serviceTasks.remove(service);
    if (removed != null) {
      clusters.merge(service.cluster(), removed.nextTask(), Math::max);
    }
  }

  void put(TaskState task) {
    TaskState before = tasks.put(task.id(), task);
    unindex(before);
    serviceTasks.computeIfAbsent(task.id().service(), service -> new ServiceTasks()).add(task);
    NodeId node = task.node();
    if (node != null && (before == null || before.node() == null)) {
      nodeTasks.computeIfAbsent(node, id -> new NodeTasks()).add(task.id());
    }
    if (waits(task)) {
      waiting.computeIfAbsent(task.id().cluster(), cluster -> new WaitingTasks()).add(task);
    }
  }

  void remove(TaskId task) {
    TaskState removed = tasks.remove(task);
    unindex(removed);
    if (removed != null && removed.node() != null) {
      nodeTasks.computeIfPresent(
          removed.node(),
          (node, there) -> {
            there.remove(task);
            return there.isEmpty() ? null : there;
          });
    }
  }

  private static boolean waits(TaskState task) {
    return task.wanted() && task.node() == null;
  }

  private void unindex(@Nullable TaskState task) {
    if (task == null) {
      return;
    }
    ServiceTasks indexed = serviceTasks.get(task.id().service());
    if (indexed != null) {
      indexed.remove(task);
    }
    if (waits(task)) {
      WaitingTasks cluster = waiting.get(task.id().cluster());
      if (cluster != null) {
        cluster.remove(task);
      }
    }
  }

  /** What two states must agree in to be the same. */
  private List<Object> content() {
    return List.of(sequence, closing, clusters, nodes, definitions, services, tasks);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EngineState that && content().equals(that.content());
  }

  @Override
  public int hashCode() {
    return content().hashCode();
  }

  @Override
  public String toString() {
    return content().toString();
  }
}
