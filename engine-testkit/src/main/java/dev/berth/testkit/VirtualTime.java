package dev.berth.testkit;

import dev.berth.EngineClosedException;
import dev.berth.engine.loop.EngineLoop;
import dev.berth.engine.loop.Input;
import dev.berth.engine.loop.LoopHost;
import dev.berth.engine.loop.Step;
import dev.berth.engine.state.EngineState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future.State;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when someone waits, and carries an engine's loop on the thread that
 * waits: an hour of an engine's life takes as long as computing what happens in it, and the same
 * program has the same history every time. For one thread.
 */
public final class VirtualTime {
  private record Appointment(Instant at, long order, Runnable action) {}

  /** So many steps a loop may have decided that are not durable; as many as a real one. */
  private static final int MOST_AHEAD = 4;

  private final PriorityQueue<Appointment> appointments =
      new PriorityQueue<>(
          Comparator.comparing(Appointment::at).thenComparingLong(Appointment::order));
  private Host host = new Host(failure -> false, () -> Duration.ZERO);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long order;
  private Duration skew = Duration.ZERO;
  private boolean stepping;
  private Runnable afterStep = () -> {};
  private Runnable alwaysAfterStep = () -> {};

  /** A clock that begins with the year 2026. */
  public VirtualTime() {}

  /** The time now. */
  public Instant now() {
    return now;
  }

  /** What carries the next engine. Whatever still reaches the host before it is lost. */
  LoopHost newHost() {
    return newHost(failure -> false, () -> Duration.ZERO);
  }

  /**
   * What carries the next engine.
   *
   * @param fatal whether a failure of a step ends this engine alone, as it ends the thread of a
   *     real one; any other is thrown where the test waits
   * @param appendTime how long the next append takes; the loop decides on meanwhile, as it does
   *     beside a journal's own thread
   */
  LoopHost newHost(Predicate<Throwable> fatal, Supplier<Duration> appendTime) {
    host = new Host(fatal, appendTime);
    return host;
  }

  /** Whether all that the present engine decided is durable and carried out. */
  boolean idle() {
    return host.unfinished.isEmpty();
  }

  /** Lets an engine that is no longer the present one take the step that it is due, if any. */
  void thaw(LoopHost earlier) {
    if (earlier instanceof Host frozen && frozen.loop != null) {
      Optional<Instant> due = frozen.loop.next();
      if (!frozen.inputs.isEmpty() || due.filter(at -> !at.isAfter(frozen.now())).isPresent()) {
        step(frozen, frozen.loop);
      }
    }
  }

  /**
   * Sets the clock that engines read forward or back; what was scheduled here stays where it is.
   */
  void setClock(Duration change) {
    skew = skew.plus(change);
  }

  /** Runs {@code action} when {@code delay} has passed. */
  public void schedule(Duration delay, Runnable action) {
    appointments.add(new Appointment(now.plus(delay), order++, action));
  }

  /** Runs {@code check} after every step of the engine; it must not wait for the engine. */
  public void afterEachStep(Runnable check) {
    afterStep = check;
  }

  /** As {@link #afterEachStep}, beside what a test asks for. */
  void alwaysAfterEachStep(Runnable check) {
    alwaysAfterStep = check;
  }

  /** The state of the engine that is carried at present. */
  EngineState state() {
    EngineLoop carried = host.loop;
    if (carried == null) {
      throw new EngineClosedException("no engine is carried at present");
    }
    return carried.state();
  }

  /** Lets {@code time} pass, and everything happen that happens in it. */
  public void runFor(Duration time) {
    Instant end = now.plus(time);
    boolean more = true;
    while (more) {
      more = advance(end);
    }
  }

  /** Does what is next, no later than {@code end}; false if nothing is left until then. */
  private boolean advance(Instant end) {
    if (!host.userCalls.isEmpty()) {
      host.userCalls.remove().run();
      return true;
    }
    EngineLoop carried = host.loop;
    if (carried != null && !host.inputs.isEmpty() && host.mayDecide()) {
      step(host, carried);
      return true;
    }
    Optional<Instant> due =
        carried == null || !host.mayDecide()
            ? Optional.empty()
            : carried.next().map(at -> at.minus(skew));
    Appointment appointment = appointments.peek();
    if (appointment != null && (due.isEmpty() || !appointment.at().isAfter(due.get()))) {
      if (appointment.at().isAfter(end)) {
        now = later(end);
        return false;
      }
      appointments.remove();
      now = later(appointment.at());
      appointment.action().run();
      return true;
    }
    if (carried == null || due.isEmpty() || due.get().isAfter(end)) {
      now = later(end);
      return false;
    }
    now = later(due.get());
    step(host, carried);
    return true;
  }

  private Instant later(Instant at) {
    return at.isAfter(now) ? at : now;
  }

  private void step(Host carrier, EngineLoop carried) {
    List<Input> batch = new ArrayList<>(carrier.inputs);
    carrier.inputs.clear();
    stepping = true;
    try {
      carrier.step(carried, batch);
    } catch (RuntimeException | Error failure) {
      if (!carrier.fatal.test(failure)) {
        throw failure;
      }
      carrier.inputs.addAll(batch);
      carrier.stop();
      return;
    } finally {
      stepping = false;
    }
    if (carrier == host) {
      alwaysAfterStep.run();
      if (idle()) {
        afterStep.run();
      }
    }
  }

  /** One engine's side of the clock: once it has stopped, nothing reaches a loop through it. */
  private final class Host implements LoopHost {
    private final Queue<Input> inputs = new ArrayDeque<>();
    private final Queue<Runnable> userCalls = new ArrayDeque<>();
    private final Predicate<Throwable> fatal;
    private final Supplier<Duration> appendTime;
    private final Deque<Step> unfinished = new ArrayDeque<>();
    private Instant appended = Instant.MIN;
    private boolean appendFailed;
    private boolean stopped;
    private @Nullable EngineLoop loop;

    Host(Predicate<Throwable> fatal, Supplier<Duration> appendTime) {
      this.fatal = fatal;
      this.appendTime = appendTime;
    }

    /** Whether the loop is not too far ahead of the journal; what was appended always comes in. */
    private boolean mayDecide() {
      return unfinished.size() < MOST_AHEAD
          || inputs.stream().anyMatch(Input.Appended.class::isInstance);
    }

    /** As a loop thread: at once, or behind a journal that is busy. */
    private void step(EngineLoop carried, List<Input> batch) {
      Duration takes = appendTime.get();
      if (takes.isZero() && unfinished.isEmpty()) {
        carried.step(now(), batch);
        return;
      }
      Step step = carried.decide(now(), batch);
      if (!step.entries().isEmpty() || !step.replies().isEmpty()) {
        unfinished.add(step);
        appended = later(appended).plus(takes);
        schedule(Duration.between(now, appended), () -> append(carried, step));
      }
    }

    private void append(EngineLoop carried, Step step) {
      if (stopped || appendFailed) {
        return;
      }
      try {
        carried.append(step);
        inputs.add(
            new Input.Appended(at -> {
              carried.finish(step, at);
              unfinished.remove();
            }));
      } catch (RuntimeException | Error failure) {
        appendFailed = true;
        inputs.add(
            new Input.Appended(at -> {
              throw failure;
            }));
      }
    }

    @Override
    public Instant now() {
      return now.plus(skew);
    }

    @Override
    public void put(Input input) {
      if (stopped) {
        refuse(input);
      } else {
        inputs.add(input);
      }
    }

    @Override
    public int waiting() {
      return inputs.size();
    }

    @Override
    public void start(EngineLoop started) {
      loop = started;
    }

    @Override
    public <T> T await(CompletableFuture<T> future, Duration timeout) throws TimeoutException {
      if (stepping) {
        throw new IllegalStateException("the loop waits for itself");
      }
      Instant end = now.plus(timeout);
      while (!future.isDone()) {
        if (stopped) {
          throw new CompletionException(new EngineClosedException("the engine stopped"));
        }
        if (!advance(end)) {
          throw new TimeoutException("not done within " + timeout);
        }
      }
      if (future.state() == State.CANCELLED) {
        throw new CompletionException(new CancellationException());
      }
      try {
        return future.get();
      } catch (ExecutionException failure) {
        throw new CompletionException(failure.getCause());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new CompletionException(interrupted);
      }
    }

    @Override
    public Executor userThreads() {
      return userCalls::add;
    }

    @Override
    public Executor background() {
      return userCalls::add;
    }

    @Override
    public void stop() {
      stopped = true;
      EngineLoop ended = loop;
      loop = null;
      unfinished.forEach(step -> step.inputs().forEach(Host::refuse));
      inputs.forEach(Host::refuse);
      inputs.clear();
      if (ended != null) {
        ended.end(new EngineClosedException("the engine stopped"));
      }
      while (!userCalls.isEmpty()) {
        userCalls.remove().run();
      }
    }

    private static void refuse(Input input) {
      EngineClosedException reason = new EngineClosedException("the engine stopped");
      switch (input) {
        case Input.Asked asked -> asked.reply().completeExceptionally(reason);
        case Input.Look look -> look.answer().completeExceptionally(reason);
        case Input.Told told -> {}
        case Input.Returned returned -> {}
        case Input.Appended appended -> {}
      }
    }
  }
}
