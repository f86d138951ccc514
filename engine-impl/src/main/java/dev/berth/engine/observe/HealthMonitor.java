package dev.berth.engine.observe;

import dev.berth.engine.command.Command.Report;
import dev.berth.engine.command.Command.ReportHealth;
import dev.berth.engine.dispatch.Dispatcher.Resumption;
import dev.berth.engine.dispatch.DriverCalls;
import dev.berth.engine.state.ContainerState;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.TaskState;
import dev.berth.engine.time.Timers;
import dev.berth.engine.time.Wake;
import dev.berth.event.ContainerExited;
import dev.berth.event.ContainerStarted;
import dev.berth.event.ContainerStopping;
import dev.berth.event.Event;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthStatus;
import dev.berth.model.TaskId;
import dev.berth.spi.ProbeResult;
import dev.berth.view.ContainerView.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Probes running containers and reports when their health changes. Belongs to the loop's thread.
 *
 * <p>Counts of failures are not journaled: only what they come to is. After a restart counting
 * begins anew, so an engine that was away never calls a container unhealthy for it.
 *
 * <p>Before the first success probes are frequent, but failures are counted no more often than the
 * interval says, so that a slow start has as much time as under ECS.
 */
public final class HealthMonitor {
  private static final Duration FREQUENT = Duration.ofSeconds(1);
  private static final int MOST_AT_ONCE = 256;

  private final EngineState state;
  private final Probes probes;
  private final Timers timers;
  private final Resumption resumption;
  private final Map<Wake.OfProbe, Watch> watched = new HashMap<>();
  private final Queue<Watch> queue = new ArrayDeque<>();
  private int running;

  private static final class Watch {
    private final Wake.OfProbe key;
    private final Instant since;
    private boolean passed;
    private boolean busy;
    private int failures;
    private @Nullable Instant lastCounted;

    Watch(Wake.OfProbe key, Instant since, boolean passed) {
      this.key = key;
      this.since = since;
      this.passed = passed;
    }
  }

  /** A monitor of the containers in {@code state}. */
  public HealthMonitor(EngineState state, Probes probes, Timers timers, Resumption resumption) {
    this.state = state;
    this.probes = probes;
    this.timers = timers;
    this.resumption = resumption;
  }

  /** Begins or ends watching as {@code event} says. */
  public void follow(Event event, Instant now) {
    if (event instanceof ContainerStarted started) {
      watch(started.task(), started.container(), now, false);
    } else if (event instanceof ContainerStopping stopping) {
      watched.remove(new Wake.OfProbe(stopping.task(), stopping.container()));
    } else if (event instanceof ContainerExited exited) {
      watched.remove(new Wake.OfProbe(exited.task(), exited.container()));
    }
  }

  /** Takes up a task whose containers were started by an earlier engine. */
  public void resume(TaskState task, Instant now) {
    for (ContainerState container : task.containers()) {
      if (container.phase() == Phase.RUNNING) {
        watch(task.id(), container.name(), now, container.health() == HealthStatus.HEALTHY);
      }
    }
  }

  private void watch(TaskId id, String container, Instant now, boolean passed) {
    if (check(id, container) != null) {
      Wake.OfProbe key = new Wake.OfProbe(id, container);
      watched.put(key, new Watch(key, now, passed));
      timers.set(key, now);
    }
  }

  private @Nullable HealthCheck check(TaskId id, String container) {
    return state
        .task(id)
        .flatMap(task -> task.definition().container(container).health())
        .orElse(null);
  }

  /** Probes a container if it is still watched. */
  public void wake(Wake.OfProbe wake) {
    Watch watch = watched.get(wake);
    if (watch != null && !watch.busy) {
      watch.busy = true;
      queue.add(watch);
      pump();
    }
  }

  private void pump() {
    while (running < MOST_AT_ONCE && !queue.isEmpty()) {
      Watch watch = queue.remove();
      TaskState task = state.task(watch.key.task()).orElse(null);
      HealthCheck check = check(watch.key.task(), watch.key.container());
      if (task != null && check != null && watched.get(watch.key) == watch) {
        running++;
        probe(watch, task, check);
      }
    }
  }

  private void probe(Watch watch, TaskState task, HealthCheck check) {
    probes
        .probe(task, watch.key.container(), check)
        .handle((result, failure) ->
            result != null
                ? result
                : new ProbeResult.Failed(
                    String.valueOf(DriverCalls.asDriverException(failure).getMessage())))
        .thenAccept(result ->
            resumption.resume((now, reports) -> {
              running--;
              if (watched.get(watch.key) == watch) {
                finished(watch, check, result, now, reports);
              }
              pump();
            }));
  }

  private void finished(
      Watch watch, HealthCheck check, ProbeResult result, Instant now, Consumer<Report> reports) {
    watch.busy = false;
    switch (result) {
      case ProbeResult.Passed passed -> {
        watch.passed = true;
        watch.failures = 0;
        report(watch, HealthStatus.HEALTHY, "", reports);
      }
      case ProbeResult.Failed failed -> {
        if (counts(watch, check, now)) {
          watch.lastCounted = now;
          watch.failures++;
        }
        if (watch.failures >= check.retries()) {
          report(watch, HealthStatus.UNHEALTHY, failed.reason(), reports);
        }
      }
    }
    boolean frequent = !watch.passed && check.interval().compareTo(FREQUENT) > 0;
    timers.set(watch.key, now.plus(frequent ? FREQUENT : check.interval()));
  }

  private boolean counts(Watch watch, HealthCheck check, Instant now) {
    if (!watch.passed && now.isBefore(watch.since.plus(check.startPeriod()))) {
      return false;
    }
    if (now.isBefore(graceEnd(watch))) {
      return false;
    }
    Instant last = watch.lastCounted == null ? watch.since : watch.lastCounted;
    return watch.passed || !now.isBefore(last.plus(check.interval()));
  }

  /** Until when the service lets its task be unhealthy. */
  private Instant graceEnd(Watch watch) {
    TaskState task = state.task(watch.key.task()).orElseThrow();
    Instant begin = task.startedAt() == null ? watch.since : task.startedAt();
    return state
        .service(task.id().service())
        .map(service -> begin.plus(service.spec().healthCheckGracePeriod()))
        .orElse(begin);
  }

  private void report(Watch watch, HealthStatus health, String reason, Consumer<Report> reports) {
    reports.accept(new ReportHealth(watch.key.task(), watch.key.container(), health, reason));
  }
}
