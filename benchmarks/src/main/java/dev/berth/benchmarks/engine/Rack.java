package dev.berth.benchmarks.engine;

import dev.berth.benchmarks.engine.TaskTable.State;
import dev.berth.model.ContainerExit;
import dev.berth.model.NetworkMode;
import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.ContainerStats;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
import dev.berth.spi.ExecResult;
import dev.berth.spi.Fingerprint;
import dev.berth.spi.Listing;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogQuery;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLabels;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Some nodes without anything behind them: a driver whose tasks run as soon as they are told to,
 * until they are told to stop. It outlives {@link #close}, so that the engine that comes after can
 * be given it again. Tasks have one container.
 */
final class Rack implements Driver {
  private static final ContainerExit TERMINATED = ContainerExit.signal(15);

  private final String name;
  private final TaskTable tasks = new TaskTable();
  private final List<Kind> kinds = new ArrayList<>();
  private final List<NodeId> nodes = new ArrayList<>();
  private final Map<NodeId, Integer> indexes = new HashMap<>();
  private final SortedMap<NodeId, String> lost = new TreeMap<>();
  private @Nullable DriverContext context;
  private long started;

  /** What the tasks of one service have in common. */
  private record Kind(
      ServiceId service, String prefix, String definitionHash, List<ContainerReport> running) {
    Kind {
      running = List.copyOf(running);
    }

    static Kind of(ServiceId service, String definitionHash, String container) {
      return new Kind(
          service,
          service.cluster() + "--" + service.name() + "--",
          definitionHash,
          List.of(new ContainerReport.Running(container)));
    }

    String container() {
      return running.getFirst().container();
    }
  }

  Rack(String name) {
    this.name = name;
  }

  synchronized void save(DataOutputStream out) throws IOException {
    out.writeInt(nodes.size());
    for (NodeId node : nodes) {
      out.writeUTF(node.cluster());
      out.writeUTF(node.name());
    }
    out.writeInt(kinds.size());
    for (Kind kind : kinds) {
      out.writeUTF(kind.service().cluster());
      out.writeUTF(kind.service().name());
      out.writeUTF(kind.definitionHash());
      out.writeUTF(kind.container());
    }
    tasks.save(out);
  }

  synchronized void load(DataInputStream in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      var unused = node(new NodeId(in.readUTF(), in.readUTF()));
    }
    for (int left = in.readInt(); left > 0; left--) {
      kinds.add(Kind.of(new ServiceId(in.readUTF(), in.readUTF()), in.readUTF(), in.readUTF()));
    }
    tasks.load(in);
  }

  @Override
  public String name() {
    return name;
  }

  /** How many containers were started here, ever. */
  synchronized long started() {
    return started;
  }

  /** How many tasks there are. */
  synchronized int size() {
    return tasks.size();
  }

  /**
   * These nodes are gone with all they had, and the engine is told that something happened, as a
   * driver does whose connection broke.
   *
   * @return how many tasks were lost
   */
  synchronized int lose(Set<NodeId> gone) {
    gone.forEach(node -> lost.put(node, "the machine does not answer"));
    int count = tasks.removeIf(value -> gone.contains(nodes.get(TaskTable.node(value))));
    if (context != null) {
      context.observer().accept(new Observation.Missed("connections broke"));
    }
    return count;
  }

  /** It can do whatever a task asks for, because it does nothing of it. */
  @Override
  public DriverCapabilities capabilities() {
    return new DriverCapabilities(
        EnumSet.allOf(DriverCapabilities.Feature.class), EnumSet.allOf(NetworkMode.class));
  }

  @Override
  public synchronized void open(DriverContext opened) {
    context = opened;
  }

  @Override
  public CompletionStage<Fingerprint> fingerprint() {
    return CompletableFuture.completedFuture(
        new Fingerprint(Resources.NONE, new TreeMap<>(), "127.0.0.1"));
  }

  @Override
  public synchronized CompletionStage<TaskReport> create(TaskLaunch launch) {
    if (lost.containsKey(launch.node())) {
      return failed(Reason.UNAVAILABLE, "node '%s' does not answer".formatted(launch.node()));
    }
    int kind = kind(launch);
    long key = TaskTable.key(kind, launch.task().number());
    if (!tasks.contains(key)) {
      long sequence = launch.labels().journalSequence();
      tasks.put(key, TaskTable.value(sequence, node(launch.node()), State.CREATED));
    }
    return CompletableFuture.completedFuture(report(key));
  }

  @Override
  public synchronized CompletionStage<TaskReport> start(TaskHandle task, String container) {
    long key = key(task);
    if (!tasks.contains(key)) {
      return failed(Reason.NOT_FOUND, "there is no task '%s'".formatted(task));
    }
    if (TaskTable.state(tasks.get(key)) == State.CREATED) {
      become(key, State.RUNNING);
      started++;
    }
    return CompletableFuture.completedFuture(report(key));
  }

  @Override
  public synchronized CompletionStage<TaskReport> recover(TaskHandle task) {
    long key = key(task);
    return tasks.contains(key)
        ? CompletableFuture.completedFuture(report(key))
        : failed(Reason.NOT_FOUND, "there is no task '%s'".formatted(task));
  }

  /** Beside its caller, as a driver that asks a machine. */
  @Override
  public CompletionStage<Listing> list() {
    return CompletableFuture.supplyAsync(this::listing);
  }

  private synchronized Listing listing() {
    List<TaskReport> reports = new ArrayList<>(tasks.size());
    tasks.forEachKey(key -> reports.add(report(key)));
    return new Listing(reports, lost);
  }

  @Override
  public synchronized CompletionStage<Optional<TaskReport>> inspect(TaskHandle task) {
    long key = key(task);
    return CompletableFuture.completedFuture(
        tasks.contains(key) ? Optional.of(report(key)) : Optional.empty());
  }

  @Override
  public synchronized CompletionStage<ContainerExit> stop(
      TaskHandle task, String container, Duration timeout) {
    long key = key(task);
    if (tasks.contains(key)) {
      become(key, State.EXITED);
    }
    return CompletableFuture.completedFuture(TERMINATED);
  }

  @Override
  public synchronized CompletionStage<Void> destroy(TaskHandle task) {
    tasks.remove(key(task));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<ContainerStats> stats(TaskHandle task, String container) {
    return failed(Reason.UNSUPPORTED, "what has no data has no stats");
  }

  @Override
  public CompletionStage<LogChunk> logs(TaskHandle task, String container, LogQuery query) {
    return failed(Reason.UNSUPPORTED, "what has no data has no logs");
  }

  @Override
  public CompletionStage<ExecResult> exec(
      TaskHandle task, String container, List<String> command, Duration timeout) {
    return failed(Reason.UNSUPPORTED, "what has no data runs no command");
  }

  @Override
  public synchronized void close() {
    context = null;
  }

  private static <T> CompletionStage<T> failed(Reason reason, String message) {
    return CompletableFuture.failedFuture(new DriverException(reason, message));
  }

  private void become(long key, State state) {
    long value = tasks.get(key);
    tasks.put(key, TaskTable.value(TaskTable.sequence(value), TaskTable.node(value), state));
  }

  private TaskReport report(long key) {
    Kind kind = kinds.get(TaskTable.service(key));
    TaskId task = new TaskId(kind.service(), TaskTable.number(key));
    long value = tasks.get(key);
    String engineId = context == null ? "" : context.engineId();
    return new TaskReport(
        new TaskHandle(task.driverName()),
        new TaskLabels(engineId, task, kind.definitionHash(), TaskTable.sequence(value)),
        List.of(),
        switch (TaskTable.state(value)) {
          case CREATED -> List.of(new ContainerReport.Created(kind.container()));
          case RUNNING -> kind.running();
          case EXITED -> List.of(new ContainerReport.Exited(kind.container(), TERMINATED));
        });
  }

  private int kind(TaskLaunch launch) {
    ServiceId service = launch.task().service();
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i).service().equals(service)) {
        return i;
      }
    }
    String container = launch.definition().containers().getFirst().name();
    kinds.add(Kind.of(service, launch.labels().definitionHash(), container));
    return kinds.size() - 1;
  }

  private int node(NodeId node) {
    return indexes.computeIfAbsent(
        node,
        added -> {
          nodes.add(added);
          return nodes.size() - 1;
        });
  }

  /** A handle is the name under which the task was created, so it is not kept. */
  private long key(TaskHandle task) {
    String handle = task.value();
    for (int i = 0; i < kinds.size(); i++) {
      String prefix = kinds.get(i).prefix();
      if (handle.startsWith(prefix)) {
        return TaskTable.key(i, Long.parseLong(handle, prefix.length(), handle.length(), 10));
      }
    }
    return -1;
  }
}
