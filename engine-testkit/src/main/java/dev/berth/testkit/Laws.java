package dev.berth.testkit;

import dev.berth.engine.journal.EventCodec;
import dev.berth.engine.state.EngineState;
import dev.berth.event.ContainerExited;
import dev.berth.event.ContainerStarted;
import dev.berth.event.ContainerStarting;
import dev.berth.event.ContainerStopping;
import dev.berth.event.Event;
import dev.berth.event.NodeLost;
import dev.berth.event.NodeReturned;
import dev.berth.event.TaskDeprovisioning;
import dev.berth.event.TaskPlaced;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskStopped;
import dev.berth.event.TaskStopping;
import dev.berth.model.NodeId;
import dev.berth.model.PortBinding;
import dev.berth.model.StopCode;
import dev.berth.model.TaskId;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.testkit.SimulatedTask.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine owes whatever happens to it, held against every append, every call of a driver and
 * every step. It sees the journal and the machine, neither of which the engine can talk round.
 */
final class Laws {
  private static final Logger LOG = LoggerFactory.getLogger(Laws.class);

  // Costly to make; nothing in it changes.
  private static final EventCodec CODEC = new EventCodec();

  /** The engine's default. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private final SimulatedMachine machine;
  private final Map<String, TaskHistory> tasks = new HashMap<>();
  private final List<Event> step = new ArrayList<>();
  private final StateLaws stateLaws;
  private final boolean deposedMayNotKnow;
  private Function<TaskId, Collection<PortBinding>> routes = task -> Set.of();
  private @Nullable BrokenLawError broken;
  private final Set<NodeId> lostOnce = new HashSet<>();
  private final Map<NodeId, Instant> lost = new HashMap<>();
  private boolean listingsFail;
  private boolean behind;
  private long newestEpoch;

  /**
   * The laws of engines whose tasks are on {@code machine}.
   *
   * @param deposedMayNotKnow whether an engine may lose its lead without being told
   */
  Laws(SimulatedMachine machine, boolean deposedMayNotKnow) {
    this.machine = machine;
    this.deposedMayNotKnow = deposedMayNotKnow;
    this.stateLaws = new StateLaws(machine, name -> excused(history(name)), this::broken);
    machine.onCreated = this::created;
    machine.onRunning = this::running;
    // Whoever asked for it and has no answer asks again, and rightly so.
    machine.onVanished = this::repeatable;
  }

  /** Where the newest engine sends the clients of a task's service. */
  void routes(Function<TaskId, Collection<PortBinding>> published) {
    routes = published;
  }

  /** Throws what was broken, in case that whoever called where it was broken kept it. */
  void requireUnbroken() {
    if (broken != null) {
      throw broken;
    }
  }

  void opened(JournalLease lease) {
    newestEpoch = lease.epoch();
    LOG.debug("{} epoch {} begins after {}", machine.time.now(), newestEpoch, lease.lastSequence());
    step.clear();
    behind = false;
    stateLaws.newEngine();
  }

  boolean deposedMayNotKnow() {
    return deposedMayNotKnow;
  }

  long newestEpoch() {
    return newestEpoch;
  }

  /** Some call about that task may be carried out again at any time. */
  void repeatable(String task) {
    history(task).repeatable = true;
  }

  /** A listing did not come when it was due, so a driver may count as silent. */
  void listingFails() {
    listingsFail = true;
  }

  void appended(long epoch, List<JournalEntry> entries) {
    if (epoch != newestEpoch) {
      broken("no append from an old epoch", "%d instead of %d".formatted(epoch, newestEpoch));
    }
    for (JournalEntry entry : entries) {
      Event event = CODEC.toRecord(entry).event();
      LOG.debug("{} {} {}", machine.time.now(), entry.sequence(), event);
      step.add(event);
      happened(event, entry);
    }
  }

  /**
   * After a step of the newest engine.
   *
   * @param durable whether the journal has all that the engine decided; where it has not, several
   *     steps come in one, and cannot be told apart
   */
  void stepped(EngineState state, boolean durable) {
    requireUnbroken();
    if (durable && !behind) {
      stateLaws.stepped(state, step);
    } else {
      stateLaws.newEngine();
    }
    behind = !durable;
    if (durable) {
      step.clear();
    }
  }

  private void happened(Event event, JournalEntry entry) {
    if (event instanceof TaskRequested requested) {
      TaskHistory history = history(requested.task());
      once(!history.requested, event);
      history.requested = true;
    } else if (event instanceof TaskPlaced placed) {
      TaskHistory history = history(placed.task());
      once(history.node == null, event);
      history.node = placed.node();
      history.placedSequence = entry.sequence();
      require(!lost.containsKey(placed.node()), "a lost node takes no task", event.toString());
    } else if (event instanceof ContainerStarting starting) {
      once(history(starting.task()).starting.add(starting.container()), event);
    } else if (event instanceof ContainerStarted started) {
      TaskHistory history = history(started.task());
      once(history.started.add(started.container()), event);
      boolean isSo =
          excused(history) || container(started.task(), started.container(), one -> one.begun);
      require(isSo, "the journal tells what is so", "it never started: " + event);
    } else if (event instanceof ContainerStopping stopping) {
      history(stopping.task()).stopping.add(stopping.container());
    } else if (event instanceof ContainerExited exited) {
      TaskHistory history = history(exited.task());
      once(history.exited.add(exited.container()), event);
      boolean isSo =
          excused(history) || container(exited.task(), exited.container(), one -> !one.running);
      require(isSo, "the journal tells what is so", "it runs: " + event);
    } else if (event instanceof TaskStopping stopping) {
      boolean asLost = stopping.code() == StopCode.INFRASTRUCTURE_HEALTH;
      require(
          !asLost || excused(history(stopping.task())) || isGone(stopping.task()),
          "only what is lost is given up as lost",
          event.toString());
      Instant since = lost.get(history(stopping.task()).node);
      require(
          !asLost || since == null || !entry.time().isBefore(since.plus(TOLERANCE)),
          "a lost node has its time to return",
          "since %s, at %s: %s".formatted(since, entry.time(), event));
    } else if (event instanceof NodeLost node) {
      lost.put(node.node(), entry.time());
      lostOnce.add(node.node());
      require(
          listingsFail || machine.wasAway(node.node()),
          "only what is lost is given up as lost",
          event.toString());
    } else if (event instanceof NodeReturned node) {
      lost.remove(node.node());
      require(
          machine.tasks.values().stream().noneMatch(task -> isRemainder(task, node.node())),
          "a node returns without remainders",
          event.toString());
    } else if (event instanceof TaskDeprovisioning deprovisioning) {
      history(deprovisioning.task()).deprovisioning = true;
    } else if (event instanceof TaskStopped stopped) {
      TaskHistory history = history(stopped.task());
      once(!history.stopped, event);
      history.stopped = true;
      require(
          excused(history) || isGone(stopped.task()),
          "what is stopped is gone",
          "it is there: " + event);
    }
  }

  private boolean isRemainder(SimulatedTask task, NodeId node) {
    TaskHistory history = history(task.launch.name());
    return task.launch.node().equals(node) && history.stopped && !history.repeatable;
  }

  private void once(boolean first, Event event) {
    require(first, "nothing happens twice", event.toString());
  }

  private boolean isGone(TaskId task) {
    return !machine.tasks.containsKey(task.driverName());
  }

  /** Whether a container is as {@code expected}, or not there any more. */
  private boolean container(TaskId task, String name, Function<Container, Boolean> expected) {
    SimulatedTask found = machine.tasks.get(task.driverName());
    return found == null || found.container(name).map(expected).orElse(false);
  }

  /** Whether the engine cannot know better: it lost sight of the task, or calls came back. */
  private boolean excused(TaskHistory history) {
    return history.repeatable
        || (history.node != null
            && (lostOnce.contains(history.node) || machine.wasAway(history.node)));
  }

  private void created(SimulatedTask task) {
    TaskHistory history = history(task.launch.name());
    LOG.debug("{} the machine creates {}", machine.time.now(), task.launch.name());
    require(
        !history.created || history.repeatable,
        "a task is created at most once",
        task.launch.name());
    history.created = true;
  }

  private void running(SimulatedTask task, String container) {
    TaskHistory history = history(task.launch.name());
    LOG.debug("{} the machine runs {}", machine.time.now(), task.launch.name());
    require(
        history.ran.add(container) || history.repeatable,
        "a container is started at most once",
        "'%s' of %s".formatted(container, task.launch.name()));
  }

  void creates(long epoch, TaskLaunch launch) {
    TaskHistory history = called(epoch, launch.name(), "create");
    require(
        launch.node().equals(history.node)
            && launch.labels().journalSequence() == history.placedSequence,
        "no call without a durable intent",
        "create " + launch.name());
  }

  void starts(long epoch, TaskHandle task, String container) {
    require(
        called(epoch, task.value(), "start").starting.contains(container),
        "no call without a durable intent",
        "start '%s' of %s".formatted(container, task));
  }

  void stops(long epoch, TaskHandle task, String container) {
    require(
        called(epoch, task.value(), "stop").stopping.contains(container),
        "no call without a durable intent",
        "stop '%s' of %s".formatted(container, task));
    SimulatedTask stopped = machine.tasks.get(task.value());
    if (epoch == newestEpoch && stopped != null) {
      Collection<PortBinding> published = routes.apply(stopped.launch.task());
      require(
          stopped.ports.stream().noneMatch(published::contains),
          "no client is sent to what is told to stop",
          "%s is among %s".formatted(task, published));
    }
  }

  void destroys(long epoch, TaskHandle task) {
    TaskHistory history = called(epoch, task.value(), "destroy");
    require(
        history.deprovisioning || history.stopped,
        "no call without a durable intent",
        "destroy " + task);
  }

  /** An engine that was deposed without knowing it may repeat what the newest one went beyond. */
  private TaskHistory called(long epoch, String task, String what) {
    LOG.debug("{} epoch {} calls: {} {}", machine.time.now(), epoch, what, task);
    TaskHistory history = history(task);
    require(
        epoch == newestEpoch || deposedMayNotKnow,
        "who no longer leads calls no driver",
        "epoch %d instead of %d: %s %s".formatted(epoch, newestEpoch, what, task));
    history.repeatable |= epoch != newestEpoch;
    return history;
  }

  private TaskHistory history(TaskId task) {
    return history(task.driverName());
  }

  private TaskHistory history(String task) {
    return tasks.computeIfAbsent(task, name -> new TaskHistory());
  }

  void require(boolean kept, String law, String how) {
    if (!kept) {
      broken(law, how);
    }
  }

  void broken(String law, String how) {
    BrokenLawError error = new BrokenLawError(law, how);
    if (broken == null) {
      broken = error;
    }
    throw broken;
  }
}
