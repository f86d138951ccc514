package dev.berth.engine.observe;

import dev.berth.engine.command.Command.Report;
import dev.berth.engine.command.Command.ReportMissing;
import dev.berth.engine.command.Command.ReportNodeLost;
import dev.berth.engine.command.Command.ReportNodeReturned;
import dev.berth.engine.command.Command.ReportTask;
import dev.berth.engine.dispatch.Dispatcher.Resumption;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.TaskState;
import dev.berth.engine.time.Timers;
import dev.berth.engine.time.Wake;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.Driver;
import dev.berth.spi.Listing;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each driver periodically what it has, which is the truth where observations are hints.
 * Belongs to the loop's thread.
 *
 * <p>A task counts as missing only if it had been created before the listing was asked for. What a
 * driver has beyond that is either a stopped task's remainder, which is removed, or unknown, which
 * is left alone.
 */
public final class Listings {
  private static final Logger LOG = LoggerFactory.getLogger(Listings.class);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

  /** As Kubernetes' node-monitor-grace-period: after that a silent driver's nodes are lost. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(40);

  private static final Duration RETURN_CHECK = Duration.ofSeconds(1);

  private final EngineState state;
  private final Map<String, Driver> drivers;
  private final Timers timers;
  private final Resumption resumption;
  private final Duration interval;
  private final Map<String, UnderWay> underWay = new HashMap<>();
  private final List<Runnable> removals = new ArrayList<>();

  /** Since when each driver that is silent has told nothing. */
  private final Map<String, Instant> silentSince = new HashMap<>();

  /** When each driver was asked for the newest listing that came. */
  private final Map<String, Instant> newestAnswered = new HashMap<>();

  /** A listing that was asked for and has not come. */
  private static final class UnderWay {
    private final Instant asked;
    private boolean again;

    UnderWay(Instant asked) {
      this.asked = asked;
    }

    boolean overdue(Instant now) {
      return !now.isBefore(asked.plus(ANSWER_LIMIT));
    }
  }

  /** Listings of {@code drivers} every {@code interval}. */
  public Listings(
      EngineState state,
      Map<String, Driver> drivers,
      Timers timers,
      Resumption resumption,
      Duration interval) {
    this.state = state;
    this.drivers = drivers;
    this.timers = timers;
    this.resumption = resumption;
    this.interval = interval;
  }

  /**
   * What removes the remainders that were found since the last call. To be run once the step is
   * durable: that a task is stopped may have been decided in this step or in one before it that is
   * still being written.
   */
  public List<Runnable> takeRemovals() {
    List<Runnable> taken = List.copyOf(removals);
    removals.clear();
    return taken;
  }

  /** Begins the period of every driver, one after the other, so that they do not answer at once. */
  public void begin(Instant now) {
    Duration between = interval.dividedBy(Math.max(1, drivers.size()));
    Instant next = now.plus(interval);
    for (String driver : drivers.keySet()) {
      timers.set(new Wake.OfListing(driver), next);
      next = next.minus(between);
    }
  }

  /** Asks a driver; if its last answer is still to come, once more after that. */
  public void wake(Wake.OfListing wake, Instant now, Consumer<Report> reports) {
    timers.set(wake, now.plus(interval));
    Driver driver = drivers.get(wake.driver());
    UnderWay before = underWay.get(wake.driver());
    if (before != null) {
      silent(wake.driver(), before.asked, "it does not answer", now, reports);
    }
    if (before != null && !before.overdue(now)) {
      before.again = true;
    } else if (driver != null) {
      ask(wake, driver, now);
    }
  }

  private void ask(Wake.OfListing wake, Driver driver, Instant now) {
    UnderWay asked = new UnderWay(now);
    underWay.put(wake.driver(), asked);
    ExpectedTasks expected = ExpectedTasks.on(state, wake.driver());
    list(driver)
        .whenComplete((listing, failure) ->
            resumption.resume((later, reports) -> {
              boolean newest = underWay.remove(wake.driver(), asked);
              if (failure != null) {
                LOG.warn("driver '{}' could not list: {}", wake.driver(), failure.toString());
                silent(wake.driver(), asked.asked, failure.toString(), later, reports);
              } else if (isNews(wake.driver(), asked)) {
                silentSince.remove(wake.driver());
                if (!compare(driver, expected, listing, reports)) {
                  timers.set(wake, later.plus(RETURN_CHECK));
                }
              }
              if (newest && asked.again) {
                timers.set(wake, later);
              }
            }));
  }

  /** A late answer counts, unless one that was asked for after it came before it. */
  private boolean isNews(String driver, UnderWay asked) {
    Instant known = newestAnswered.get(driver);
    if (known != null && asked.asked.isBefore(known)) {
      return false;
    }
    newestAnswered.put(driver, asked.asked);
    return true;
  }

  /** A driver that has told nothing for long has lost its nodes. */
  private void silent(
      String driver, Instant asked, String reason, Instant now, Consumer<Report> reports) {
    Instant since = silentSince.merge(driver, asked, (known, latest) -> known);
    if (!now.isBefore(since.plus(LONGEST_SILENCE))) {
      String lost = "driver '%s' has told nothing since %s: %s".formatted(driver, since, reason);
      state.nodesOf(driver).forEach(node -> reports.accept(new ReportNodeLost(node.id(), lost)));
    }
  }

  /** Whether a container of a task was only created; of one that ran, all had been started. */
  private static boolean neverStarted(TaskReport report) {
    return report.containers().stream().anyMatch(ContainerReport.Created.class::isInstance);
  }

  private static CompletionStage<Listing> list(Driver driver) {
    try {
      return driver.list();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /**
   * Reports what a listing tells; false if nodes have returned that cannot be used before what is
   * left on them is removed.
   */
  private boolean compare(
      Driver driver, ExpectedTasks expected, Listing listing, Consumer<Report> reports) {
    boolean clean = true;
    for (TaskReport report : listing.tasks()) {
      TaskId id = report.labels().task();
      Optional<TaskState> known = state.task(id);
      if (known.isPresent()) {
        boolean itself = report.handle().equals(known.get().handle());
        reports.accept(
            itself && expected.seen(id) && neverStarted(report)
                ? new ReportMissing(
                    id, "driver '%s' has made it anew since it ran".formatted(driver.name()))
                : new ReportTask(id, report));
      } else if (known(state, report)) {
        LOG.info("removing what is left of stopped task {}", id);
        removals.add(() -> destroy(driver, report.handle()));
        clean = false;
      } else {
        LOG.warn("driver '{}' has task {}, which the journal does not know", driver.name(), id);
      }
    }
    listing
        .unreachable()
        .forEach((node, reason) -> reports.accept(new ReportNodeLost(node, reason)));
    boolean returned = reportReturned(driver, listing, clean, reports);
    // What is missing on a node that is still lost says nothing, and is not taken as an end.
    expected.forEachUnseen(gone ->
        reports.accept(
            new ReportMissing(gone, "driver '%s' no longer knows it".formatted(driver.name()))));
    return returned;
  }

  private boolean reportReturned(
      Driver driver, Listing listing, boolean clean, Consumer<Report> reports) {
    boolean all = true;
    for (NodeState node : state.nodesOf(driver.name())) {
      if (!node.reachable() && !listing.unreachable().containsKey(node.id())) {
        if (clean) {
          reports.accept(new ReportNodeReturned(node.id()));
        } else {
          all = false;
        }
      }
    }
    return all;
  }

  /** Whether the journal knew a task that is not in the state, so that it was stopped since. */
  public static boolean known(EngineState state, TaskReport report) {
    return report.labels().journalSequence() <= state.sequence();
  }

  /** Removes what is left of a task; what fails is tried again at the next listing. */
  public static void destroy(Driver driver, TaskHandle handle) {
    try {
      driver
          .destroy(handle)
          .whenComplete((done, failure) -> {
            if (failure != null) {
              LOG.warn("could not remove {}: {}", handle, failure.toString());
            }
          });
    } catch (RuntimeException failure) {
      LOG.warn("could not remove {}: {}", handle, failure.toString());
    }
  }
}
