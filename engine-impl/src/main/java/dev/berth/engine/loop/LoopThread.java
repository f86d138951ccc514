package dev.berth.engine.loop;

import dev.berth.EngineClosedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries a loop on a thread of its own, by the wall clock. */
public final class LoopThread implements LoopHost {
  private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();

  /**
   * Steps that are durable come before all that waits: who was promised an answer shall not wait
   * behind what came later, and what is not finished takes memory.
   */
  private final Queue<Input.Appended> appended = new ConcurrentLinkedQueue<>();

  private final ExecutorService userThreads = Executors.newVirtualThreadPerTaskExecutor();
  private final InstantSource clock;
  private final Consumer<Throwable> onFailure;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;
  private @Nullable Thread thread;

  /**
   * A host that reads {@code clock}.
   *
   * @param onFailure told once if a step failed, after which nothing is carried any more
   */
  public LoopThread(InstantSource clock, Consumer<Throwable> onFailure) {
    this.clock = clock;
    this.onFailure = onFailure;
  }

  @Override
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void put(Input input) {
    inputs.add(input);
    if (stopped) {
      refuseWaiting();
    }
  }

  @Override
  public int waiting() {
    return inputs.size();
  }

  @Override
  public void start(EngineLoop loop) {
    Thread started = new Thread(() -> carry(loop), "berth-loop");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  private void carry(EngineLoop loop) {
    List<Input> batch = new ArrayList<>();
    JournalThread journal = new JournalThread();
    try {
      while (!stopped) {
        batch = take(loop.next());
        finishAppended();
        step(loop, journal, batch);
      }
      finish(journal);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error thrown) {
      LOG.error("the engine has stopped itself; its tasks go on", thrown);
      failure = thrown;
      onFailure.accept(thrown);
    } finally {
      stopped = true;
      journal.end();
      EngineClosedException reason = reason();
      for (Step step : journal.unfinished()) {
        refuse(step.inputs(), reason);
      }
      refuse(batch, reason);
      refuseWaiting();
      loop.end(reason);
    }
  }

  /** Alone a step is fastest on one thread; the journal has its own as soon as more is waiting. */
  private void step(EngineLoop loop, JournalThread journal, List<Input> batch)
      throws InterruptedException {
    if (journal.idle() && inputs.isEmpty()) {
      loop.step(now(), batch);
    } else {
      Step step = loop.decide(now(), batch);
      if (!step.entries().isEmpty() || !step.replies().isEmpty()) {
        journal.append(step, loop, this::finishFirst);
      }
    }
  }

  /** From the journal's thread; the loop may be waiting for an input. */
  private void finishFirst(Input.Appended step) {
    appended.add(step);
    inputs.add(new Input.Appended(now -> {}));
  }

  private void finishAppended() {
    for (Input.Appended step = appended.poll(); step != null; step = appended.poll()) {
      step.next().accept(now());
    }
  }

  /** What was decided before the end is still made durable, told and carried out. */
  private void finish(JournalThread journal) {
    journal.end();
    finishAppended();
  }

  private List<Input> take(Optional<Instant> due) throws InterruptedException {
    List<Input> batch = new ArrayList<>();
    Duration wait = due.map(at -> Duration.between(now(), at)).orElse(LONGEST_WAIT);
    // A bounded wait, so that a wall clock that was set back is noticed.
    long nanos = Math.max(0, Math.min(wait.toNanos(), LONGEST_WAIT.toNanos()));
    Input first = inputs.poll(nanos, TimeUnit.NANOSECONDS);
    if (first != null) {
      batch.add(first);
      inputs.drainTo(batch, EngineLoop.MOST_INPUTS - batch.size());
    }
    return batch;
  }

  private EngineClosedException reason() {
    Throwable thrown = failure;
    return thrown == null
        ? new EngineClosedException("the engine stopped")
        : new EngineClosedException("the engine stopped itself: " + thrown.getMessage(), thrown);
  }

  private void refuseWaiting() {
    EngineClosedException reason = reason();
    for (Input input = inputs.poll(); input != null; input = inputs.poll()) {
      refuse(input, reason);
    }
  }

  private static void refuse(List<Input> refused, EngineClosedException reason) {
    refused.forEach(input -> refuse(input, reason));
  }

  private static void refuse(Input input, EngineClosedException reason) {
    switch (input) {
      case Input.Asked asked -> asked.reply().completeExceptionally(reason);
      case Input.Look look -> look.answer().completeExceptionally(reason);
      case Input.Told told -> {}
      case Input.Returned returned -> {}
      case Input.Appended appended -> {}
    }
  }

  @Override
  public <T> T await(CompletableFuture<T> future, Duration timeout) throws TimeoutException {
    try {
      return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failure) {
      throw new CompletionException(failure.getCause());
    } catch (CancellationException cancelled) {
      throw new CompletionException(cancelled);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CompletionException(interrupted);
    }
  }

  @Override
  public Executor userThreads() {
    return userThreads;
  }

  @Override
  public Executor background() {
    return Thread.ofPlatform().name("berth-background").daemon()::start;
  }

  @Override
  public void stop() {
    stopped = true;
    Thread running = thread;
    if (running != null && running != Thread.currentThread()) {
      inputs.add(new Input.Look(() -> () -> {}, new CompletableFuture<>()));
      boolean interrupted = false;
      while (running.isAlive()) {
        try {
          running.join();
        } catch (InterruptedException late) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    refuseWaiting();
    userThreads.shutdown();
  }
}
