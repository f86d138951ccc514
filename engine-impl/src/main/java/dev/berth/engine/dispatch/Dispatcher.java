package dev.berth.engine.dispatch;

import dev.berth.engine.command.Command.Report;
import dev.berth.engine.command.Command.ReportContainer;
import dev.berth.engine.command.Command.ReportCreateFailed;
import dev.berth.engine.command.Command.ReportDestroyed;
import dev.berth.engine.command.Command.ReportStartFailed;
import dev.berth.engine.command.Command.ReportStarted;
import dev.berth.engine.command.Command.ReportTask;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.TaskState;
import dev.berth.engine.time.Timers;
import dev.berth.engine.time.Wake;
import dev.berth.spi.DriverException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out effects: calls drivers without waiting for them, a bounded number at once per node,
 * and turns their answers into reports. Belongs to the loop's thread.
 *
 * <p>A call whose outcome is unknown, because it timed out or its driver cannot be reached, is made
 * again after a delay for as long as it is pertinent; every such call is idempotent. Stopping and
 * destroying are never given up.
 */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
  private static final Duration HANG_LIMIT = Duration.ofMinutes(10);
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final EngineState state;
  private final DriverCalls calls;
  private final Timers timers;
  private final Resumption resumption;
  private final int callsPerNode;
  private final Map<Lane, LaneState> lanes = new HashMap<>();
  private final Map<Long, Call> open = new HashMap<>();
  private long nextCall;

  /** Brings the outcome of a call back to the loop's thread. */
  @FunctionalInterface
  public interface Resumption {
    /** Runs {@code onLoop} on the loop's thread with the time and where reports go. */
    void resume(Continuation onLoop);
  }

  /** What goes on, on the loop's thread, once a call returned. */
  @FunctionalInterface
  public interface Continuation {
    /** Goes on at {@code now}; what was seen goes to {@code reports}. */
    void run(Instant now, Consumer<Report> reports);
  }

  /**
   * Stops wait for workloads to end, so they do not hold up what begins; and what begins, should it
   * hang, does not hold up what ends.
   */
  private record Lane(String node, boolean ending) {}

  private static final class LaneState {
    private int running;
    private int abandoned;
    private final Queue<Call> queue = new ArrayDeque<>();
  }

  /** One call of a driver for an effect. */
  private static final class Attempt {
    private boolean overdue;

    /** Whether it is among its lane's abandoned calls. */
    private boolean counted;
  }

  private static final class Call {
    private final long number;
    private final Effect effect;
    private final Lane lane;
    private int retries;
    private Attempt attempt = new Attempt();
    private boolean running;

    Call(long number, Effect effect, Lane lane) {
      this.number = number;
      this.effect = effect;
      this.lane = lane;
    }
  }

  /** A dispatcher that makes {@code calls}, at most {@code callsPerNode} of a kind at once. */
  public Dispatcher(
      EngineState state,
      DriverCalls calls,
      Timers timers,
      Resumption resumption,
      int callsPerNode) {
    this.state = state;
    this.calls = calls;
    this.timers = timers;
    this.resumption = resumption;
    this.callsPerNode = callsPerNode;
  }

  /** Carries out an effect, now or as soon as its node has a call free. */
  public void dispatch(Effect effect, Instant now) {
    TaskState task = state.task(effect.task()).orElse(null);
    if (task != null && task.node() != null) {
      boolean ending = effect instanceof Effect.Stop || effect instanceof Effect.Destroy;
      Lane lane = new Lane(task.node().toString(), ending);
      Call call = new Call(nextCall++, effect, lane);
      open.put(call.number, call);
      enqueue(call, now);
    }
  }

  /** A call has had its time, or the delay before its next attempt is over. */
  public void wake(Wake.OfCall wake, Instant now, Consumer<Report> reports) {
    Call call = open.get(wake.number());
    if (call == null) {
      return;
    }
    if (call.running) {
      if (!abandon(call, now)) {
        return;
      }
      failed(
          call,
          new DriverException(
              DriverException.Reason.TIMED_OUT, "no answer within the time for " + call.effect),
          now,
          reports);
    } else {
      enqueue(call, now);
    }
  }

  /**
   * Whether a call that has had its time leaves its place to another one. As many as may run can
   * hang beside those that run; one more keeps its place, if it begins something, until it answers.
   * Stopping and destroying are never given up, so there it gives way after a longer time.
   */
  private boolean abandon(Call call, Instant now) {
    LaneState lane = lanes.get(call.lane);
    if (lane == null) {
      return false;
    }
    if (lane.abandoned < callsPerNode) {
      lane.abandoned++;
      call.attempt.counted = true;
      return true;
    }
    if (call.lane.ending() && !call.attempt.overdue) {
      call.attempt.overdue = true;
      timers.set(new Wake.OfCall(call.number), now.plus(HANG_LIMIT));
      return false;
    }
    return call.attempt.overdue;
  }

  private void enqueue(Call call, Instant now) {
    LaneState lane = lanes.computeIfAbsent(call.lane, key -> new LaneState());
    lane.queue.add(call);
    pump(lane, now);
  }

  private void pump(LaneState lane, Instant now) {
    while (lane.running < callsPerNode && !lane.queue.isEmpty()) {
      Call call = lane.queue.remove();
      TaskState task = state.task(call.effect.task()).orElse(null);
      if (task == null || !call.effect.pertinent(task)) {
        open.remove(call.number);
      } else {
        lane.running++;
        begin(call, task, now);
      }
    }
  }

  private void begin(Call call, TaskState task, Instant now) {
    call.running = true;
    Attempt attempt = new Attempt();
    call.attempt = attempt;
    timers.set(new Wake.OfCall(call.number), now.plus(limit(call.effect, task)));
    answer(call.effect, task)
        .whenComplete((report, failure) ->
            resumption.resume((later, reports) -> {
              if (report != null) {
                // Even after a time-out: what a driver reports is so.
                reports.accept(report);
              }
              answered(call, attempt, failure, later, reports);
            }));
  }

  private void answered(
      Call call,
      Attempt attempt,
      @Nullable Throwable failure,
      Instant now,
      Consumer<Report> reports) {
    if (call.running && call.attempt == attempt) {
      returned(call, failure, now, reports);
    } else if (attempt.counted) {
      LaneState lane = lanes.get(call.lane);
      if (lane != null) {
        lane.abandoned--;
        forgetIfIdle(call.lane, lane);
      }
    }
  }

  private void returned(
      Call call, @Nullable Throwable failure, Instant now, Consumer<Report> reports) {
    if (failure == null) {
      open.remove(call.number);
      timers.cancel(new Wake.OfCall(call.number));
      release(call, now);
    } else {
      failed(call, failure, now, reports);
    }
  }

  private void release(Call call, Instant now) {
    call.running = false;
    LaneState lane = lanes.get(call.lane);
    if (lane != null) {
      lane.running--;
      pump(lane, now);
      forgetIfIdle(call.lane, lane);
    }
  }

  private void forgetIfIdle(Lane key, LaneState lane) {
    if (lane.running == 0 && lane.abandoned == 0 && lane.queue.isEmpty()) {
      lanes.remove(key);
    }
  }

  private static Duration limit(Effect effect, TaskState task) {
    return effect instanceof Effect.Stop stop
        ? CALL_LIMIT.plus(task.definition().container(stop.container()).stopTimeout())
        : CALL_LIMIT;
  }

  private CompletionStage<? extends Report> answer(Effect effect, TaskState task) {
    return switch (effect) {
      case Effect.Create create ->
          calls.create(task).thenApply(report -> new ReportTask(task.id(), report));
      case Effect.Start start ->
          calls
              .start(task, start.container())
              .thenApply(report -> new ReportStarted(task.id(), report));
      case Effect.Stop stop ->
          calls
              .stop(task, stop.container())
              .thenApply(report -> new ReportContainer(task.id(), report));
      case Effect.Destroy destroy ->
          calls.destroy(task).thenApply(done -> new ReportDestroyed(task.id()));
    };
  }

  private void failed(Call call, Throwable failure, Instant now, Consumer<Report> reports) {
    DriverException cause = DriverCalls.asDriverException(failure);
    boolean unknown =
        switch (cause.reason()) {
          case TIMED_OUT, UNAVAILABLE -> true;
          case NOT_FOUND, NAME_TAKEN, COMMAND_NOT_FOUND, PORT_UNAVAILABLE, UNSUPPORTED, FAILED ->
              false;
        };
    switch (call.effect) {
      case Effect.Create create -> {
        if (!unknown) {
          open.remove(call.number);
          reports.accept(new ReportCreateFailed(create.task(), message(cause)));
        }
      }
      case Effect.Start start -> {
        if (!unknown) {
          open.remove(call.number);
          reports.accept(new ReportStartFailed(start.task(), start.container(), message(cause)));
        }
      }
      case Effect.Stop stop -> LOG.warn("{} failed, trying again: {}", stop, message(cause));
      case Effect.Destroy destroy ->
          LOG.warn("{} failed, trying again: {}", destroy, message(cause));
    }
    if (open.containsKey(call.number)) {
      timers.set(new Wake.OfCall(call.number), now.plus(retryDelay(call.retries++)));
    }
    release(call, now);
  }

  private static Duration retryDelay(int attempt) {
    Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(attempt, 10));
    return delay.compareTo(LONGEST_RETRY) < 0 ? delay : LONGEST_RETRY;
  }

  private static String message(DriverException cause) {
    return cause.getMessage() == null ? cause.reason().toString() : cause.getMessage();
  }
}
