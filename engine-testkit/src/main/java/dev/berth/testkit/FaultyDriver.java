package dev.berth.testkit;

import dev.berth.model.ContainerExit;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
import dev.berth.spi.Listing;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A driver between whom and the engine calls, answers and observations are lost, late or doubled.
 */
final class FaultyDriver extends ForwardingDriver {
  /** Longer than the engine waits for a call. */
  static final Duration LATEST = Duration.ofSeconds(80);

  private static final Duration STALEST_LISTING = Duration.ofSeconds(30);

  /** As slow as this a driver may count as silent. */
  private static final Duration SLOW = Duration.ofSeconds(10);

  private final SimulatedDriver real;
  private final VirtualTime time;
  private final FaultPlan plan;
  private final Laws laws;
  private Instant awayUntil = Instant.MIN;
  private Instant restarted = Instant.MIN;
  private Consumer<Observation> observer = observation -> {};

  /** A call that may be carried out late, twice or not at all. */
  @FunctionalInterface
  private interface Request<T extends @Nullable Object> {
    CompletionStage<T> send();
  }

  FaultyDriver(SimulatedDriver real, VirtualTime time, FaultPlan plan, Laws laws) {
    super(real);
    this.real = real;
    this.time = time;
    this.plan = plan;
    this.laws = laws;
  }

  /** Is away for as long as {@code before} is, which an earlier engine had. */
  void continueAfter(FaultyDriver before) {
    awayUntil = before.awayUntil;
  }

  /** Restarts the driver: for {@code duration} it cannot be called, and forgets whom to answer. */
  void restart(Duration duration) {
    restarted = time.now();
    awayUntil = time.now().plus(duration);
    time.schedule(
        duration, () -> observer.accept(new Observation.Missed("the simulated driver restarted")));
  }

  /** Whether it cannot be called now. */
  boolean away() {
    return time.now().isBefore(awayUntil) && !plan.over();
  }

  @Override
  public void open(DriverContext context) {
    Consumer<Observation> engine = context.observer();
    observer = engine;
    super.open(
        new DriverContext(
            context.engineId(), context.directory(), observation -> observed(engine, observation)));
  }

  private void observed(Consumer<Observation> engine, Observation observation) {
    if (away() || plan.strikes(Fault.OBSERVATION_LOST)) {
      return;
    }
    engine.accept(observation);
    if (plan.strikes(Fault.OBSERVATION_TWICE)) {
      time.schedule(plan.upTo(Fault.OBSERVATION_TWICE, LATEST), () -> engine.accept(observation));
    }
  }

  @Override
  public CompletionStage<TaskReport> create(TaskLaunch launch) {
    // One that is there already is returned, whatever the driver wants: that is its contract.
    boolean there = real.machine().tasks.containsKey(launch.name());
    if (!there && plan.strikes(Fault.CREATE_REFUSED)) {
      return CompletableFuture.failedFuture(
          new DriverException(Reason.FAILED, "the simulated driver does not want to"));
    }
    return disturbed(launch.name(), () -> real.create(launch));
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle task, String container) {
    return disturbed(task.value(), () -> real.start(task, container));
  }

  @Override
  public CompletionStage<ContainerExit> stop(TaskHandle task, String container, Duration timeout) {
    return disturbed(task.value(), () -> real.stop(task, container, timeout));
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle task) {
    return disturbed(task.value(), () -> real.destroy(task));
  }

  @Override
  public CompletionStage<TaskReport> recover(TaskHandle task) {
    return away() ? unavailable() : super.recover(task);
  }

  @Override
  public CompletionStage<Listing> list() {
    if (away() || plan.strikes(Fault.LISTING_LOST)) {
      laws.listingFails();
      return unavailable();
    }
    if (real.callDelay().compareTo(SLOW) >= 0) {
      laws.listingFails();
    }
    if (plan.strikes(Fault.LISTING_STALE)) {
      laws.listingFails();
      return later(plan.upTo(Fault.LISTING_STALE, STALEST_LISTING), super.list());
    }
    return super.list();
  }

  private <T extends @Nullable Object> CompletionStage<T> disturbed(String task, Request<T> call) {
    if (away() || plan.strikes(Fault.REQUEST_LOST)) {
      return unavailable();
    }
    if (plan.strikes(Fault.CRASH_IN_CALL)) {
      if (plan.below(Fault.CRASH_IN_CALL, 2) == 0) {
        call.send();
      }
      throw new Crash();
    }
    if (plan.strikes(Fault.REQUEST_LATE)) {
      laws.repeatable(task);
      return carriedOutLater(plan.upTo(Fault.REQUEST_LATE, LATEST), call);
    }
    if (plan.strikes(Fault.REQUEST_TWICE)) {
      laws.repeatable(task);
      time.schedule(plan.upTo(Fault.REQUEST_TWICE, LATEST), call::send);
    }
    return answered(call.send());
  }

  private <T extends @Nullable Object> CompletionStage<T> answered(CompletionStage<T> answer) {
    if (plan.strikes(Fault.CALL_HANGS)) {
      return new CompletableFuture<>();
    }
    if (plan.strikes(Fault.REPLY_LOST)) {
      return answer.thenCompose(done -> unavailable());
    }
    if (plan.strikes(Fault.REPLY_LATE)) {
      return later(plan.upTo(Fault.REPLY_LATE, LATEST), answer);
    }
    Instant asked = time.now();
    return answer.thenCompose(value ->
        asked.isAfter(restarted) || restarted.equals(Instant.MIN)
            ? CompletableFuture.completedFuture(value)
            : unavailable());
  }

  private static <T extends @Nullable Object> CompletionStage<T> unavailable() {
    return CompletableFuture.failedFuture(
        new DriverException(Reason.UNAVAILABLE, "the simulated driver is away"));
  }

  private <T extends @Nullable Object> CompletionStage<T> later(
      Duration delay, CompletionStage<T> answer) {
    CompletableFuture<T> late = new CompletableFuture<>();
    answer.whenComplete(
        (value, failure) -> time.schedule(delay, () -> complete(late, value, failure)));
    return late;
  }

  private <T extends @Nullable Object> CompletionStage<T> carriedOutLater(
      Duration delay, Request<T> call) {
    CompletableFuture<T> late = new CompletableFuture<>();
    time.schedule(
        delay, () -> call.send().whenComplete((value, failure) -> complete(late, value, failure)));
    return late;
  }

  private static <T extends @Nullable Object> void complete(
      CompletableFuture<T> future, T value, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(failure);
    }
  }
}
