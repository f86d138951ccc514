package dev.berth.engine;

import dev.berth.JournalException;
import dev.berth.engine.command.Command.ReportMissing;
import dev.berth.engine.command.Command.ReportNodeLost;
import dev.berth.engine.command.Command.ReportTask;
import dev.berth.engine.dispatch.Dispatcher;
import dev.berth.engine.dispatch.Effect;
import dev.berth.engine.loop.Input;
import dev.berth.engine.loop.Routes;
import dev.berth.engine.observe.HealthMonitor;
import dev.berth.engine.observe.Listings;
import dev.berth.engine.state.Changes;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.TaskState;
import dev.berth.engine.state.TaskTable;
import dev.berth.model.NodeId;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverException;
import dev.berth.spi.JournalLease;
import dev.berth.spi.Listing;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what earlier lives of an engine left: lists everything that bears its id before the
 * first reconcile, recovers what the journal knows, removes what it knows to be stopped, and makes
 * every call again whose outcome is not known. A task that the journal does not know means that the
 * journal lost its end; then nothing is touched and the engine refuses to start.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** How many tasks are taken up at once. */
  private static final int MOST_CALLS = 64;

  private final EngineState state;
  private final Map<String, Driver> drivers;
  private final Loopline line;
  private final JournalLease lease;
  private final TaskTable<TaskReport> found = new TaskTable<>();
  private final List<TaskId> missing = new ArrayList<>();
  private final SortedMap<NodeId, String> unreachable = new TreeMap<>();

  private record Remainder(Driver driver, TaskHandle handle) {}

  private record Recovering(Remainder remainder, CompletableFuture<TaskReport> answer) {}

  Recovery(EngineState state, Map<String, Driver> drivers, Loopline line, JournalLease lease) {
    this.state = state;
    this.drivers = drivers;
    this.line = line;
    this.lease = lease;
  }

  /** Asks every driver what it has; changes nothing unless the journal knows all of it. */
  void list() {
    List<Remainder> known = new ArrayList<>();
    List<Remainder> stopped = new ArrayList<>();
    List<TaskId> unknown = new ArrayList<>();
    // All are asked before the first one has to answer.
    Map<Driver, CompletableFuture<Listing>> asked = new LinkedHashMap<>();
    drivers.values().forEach(driver -> asked.put(driver, driver.list().toCompletableFuture()));
    asked.forEach((driver, answer) -> {
      Listing listing = listing(driver.name(), answer);
      unreachable.putAll(listing.unreachable());
      for (TaskReport report : listing.tasks()) {
        Remainder remainder = new Remainder(driver, report.handle());
        if (!Listings.known(state, report)) {
          unknown.add(report.labels().task());
        } else if (state.task(report.labels().task()).isPresent()) {
          known.add(remainder);
        } else {
          stopped.add(remainder);
        }
      }
    });
    if (!unknown.isEmpty()) {
      throw new JournalException(
          ("the journal of engine '%s' ends at %d and does not know the running tasks %s: it has"
                  + " lost its end. Nothing was stopped; restore the journal, or remove those tasks"
                  + " by hand")
              .formatted(lease.engineId(), lease.lastSequence(), unknown));
    }
    recover(known);
    stopped.forEach(remainder -> Listings.destroy(remainder.driver(), remainder.handle()));
    for (TaskState task : state.tasks()) {
      if (task.handle() != null && found.get(task.id()) == null && wasListed(task)) {
        missing.add(task.id());
      }
    }
  }

  /** Whether the task's driver is there and reaches its node; otherwise nothing is known. */
  private boolean wasListed(TaskState task) {
    return Optional.ofNullable(task.node())
        .filter(node -> !unreachable.containsKey(node))
        .flatMap(state::node)
        .filter(node -> drivers.containsKey(node.driver()))
        .isPresent();
  }

  private Listing listing(String name, CompletableFuture<Listing> asked) {
    return line.answer(asked, LIMIT, () -> "driver '%s' did not list its tasks".formatted(name));
  }

  private void recover(List<Remainder> known) {
    Queue<Recovering> underWay = new ArrayDeque<>();
    for (Remainder remainder : known) {
      underWay.add(
          new Recovering(
              remainder, remainder.driver().recover(remainder.handle()).toCompletableFuture()));
      if (underWay.size() == MOST_CALLS) {
        finish(underWay.remove());
      }
    }
    underWay.forEach(this::finish);
  }

  private void finish(Recovering recovering) {
    Remainder remainder = recovering.remainder();
    try {
      TaskReport report =
          line.answer(
              recovering.answer(),
              LIMIT,
              () ->
                  "driver '%s' did not recover %s"
                      .formatted(remainder.driver().name(), remainder.handle()));
      found.put(report.labels().task(), report);
    } catch (DriverException gone) {
      // Between the listing and now it may have been destroyed, as an earlier life had asked.
      if (gone.reason() != DriverException.Reason.NOT_FOUND) {
        throw gone;
      }
    }
  }

  /** Makes unfinished calls again, watches health, and marks everything to be reconciled. */
  void takeUp(
      Instant now,
      Dispatcher dispatcher,
      HealthMonitor health,
      Listings listings,
      Changes changes) {
    for (TaskState task : state.tasks()) {
      for (Effect effect : Effect.outstanding(task)) {
        dispatcher.dispatch(effect, now);
      }
      health.resume(task, now);
      changes.touch(task.id());
    }
    state.services().forEach(changes::touch);
    state.clusters().forEach(changes::touchCapacity);
    listings.begin(now);
    LOG.info("took up {} tasks, {} are gone", found.size(), missing.size());
  }

  /** Shows the tasks that were found alive before anybody can ask for them. */
  void publish(Routes routes) {
    found.forEach(report -> {
      boolean ended =
          report.containers().stream().anyMatch(ContainerReport.Exited.class::isInstance);
      if (!ended) {
        routes.update(report.labels().task(), state);
      }
    });
  }

  /**
   * What was found and what was not, as one input: it has to be known before anything is
   * reconciled.
   */
  Input findings() {
    return new Input.Returned((now, reports) -> {
      unreachable.forEach((node, reason) -> reports.accept(new ReportNodeLost(node, reason)));
      found.forEach(report -> reports.accept(new ReportTask(report.labels().task(), report)));
      missing.forEach(
          id -> reports.accept(new ReportMissing(id, "it was gone when the engine started again")));
    });
  }
}
