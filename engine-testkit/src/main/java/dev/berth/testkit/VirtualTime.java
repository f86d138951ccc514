package dev.berth.testkit;

import dev.berth.EngineClosedException;
import dev.berth.engine.loop.EngineLoop;
import dev.berth.engine.loop.Input;
import dev.berth.engine.loop.LoopHost;
import dev.berth.engine.state.EngineState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when someone waits, and carries an engine's loop on the thread that
 * waits: an hour of an engine's life takes as long as computing what happens in it, and the same
 * program has the same history every time. For one thread.
 */
public final class VirtualTime {
  private record Appointment(Instant at, long order, Runnable action) {}

  private final PriorityQueue<Appointment> appointments =
      new PriorityQueue<>(
          Comparator.comparing(Appointment::at).thenComparingLong(Appointment::order));
  private Host host = new Host();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long order;
  private boolean stepping;
  private Runnable afterStep = () -> {};

  /** A clock that begins with the year 2026. */
  public VirtualTime() {}

  /** The time now. */
  public Instant now() {
    return now;
  }

  /** What carries the next engine. Whatever still reaches the host before it is lost. */
  LoopHost newHost() {
    host = new Host();
    return host;
  }

  /** Runs {@code action} when {@code delay} has passed. */
  public void schedule(Duration delay, Runnable action) {
    appointments.add(new Appointment(now.plus(delay), order++, action));
  }

  /** Runs {@code check} after every step of the engine; it must not wait for the engine. */
  public void afterEachStep(Runnable check) {
    afterStep = check;
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
    if (carried != null && !host.inputs.isEmpty()) {
      step(carried);
      return true;
    }
    Optional<Instant> due = carried == null ? Optional.empty() : carried.next();
    Appointment appointment = appointments.peek();
    if (appointment != null && (due.isEmpty() || !appointment.at().isAfter(due.get()))) {
      if (appointment.at().isAfter(end)) {
        now = end;
        return false;
      }
      appointments.remove();
      now = later(appointment.at());
      appointment.action().run();
      return true;
    }
    if (carried == null || due.isEmpty() || due.get().isAfter(end)) {
      now = end;
      return false;
    }
    now = later(due.get());
    step(carried);
    return true;
  }

  private Instant later(Instant at) {
    return at.isAfter(now) ? at : now;
  }

  private void step(EngineLoop carried) {
    List<Input> batch = new ArrayList<>(host.inputs);
    host.inputs.clear();
    stepping = true;
    try {
      carried.step(now, batch);
    } finally {
      stepping = false;
    }
    afterStep.run();
  }

  /** One engine's side of the clock: once it has stopped, nothing reaches a loop through it. */
  private final class Host implements LoopHost {
    private final Queue<Input> inputs = new ArrayDeque<>();
    private final Queue<Runnable> userCalls = new ArrayDeque<>();
    private boolean stopped;
    private @Nullable EngineLoop loop;

    @Override
    public Instant now() {
      return now;
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
