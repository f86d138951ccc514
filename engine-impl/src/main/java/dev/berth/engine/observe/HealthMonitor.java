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
import dev.berth.model.HealthStatus;
import dev.berth.model.TaskId;
import dev.berth.spi.ProbeResult;
import dev.berth.view.ContainerView.Phase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Probes running containers and reports when their health changes. Belongs to the loop's thread.
 *
 * <p>Counts of failures are not journaled: only what they come to is. After a restart counting
 * begins anew, so an engine that was away never calls a container unhealthy for it.
 */
public final class HealthMonitor {
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
    private final HealthTally tally;

    /** When the next probe begins, or the one under way has had its time. */
    private Instant due;

    private boolean queued;
    private boolean probing;
    private int attempt;

    Watch(Wake.OfProbe key, HealthTally tally, Instant due) {
      this.key = key;
      this.tally = tally;
      this.due = due;
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
      forget(new Wake.OfProbe(stopping.task(), stopping.container()), now);
    } else if (event instanceof ContainerExited exited) {
      forget(new Wake.OfProbe(exited.task(), exited.container()), now);
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
    state
        .task(id)
        .flatMap(task -> task.definition().container(container).health())
        .ifPresent(check -> {
          Wake.OfProbe key = new Wake.OfProbe(id, container);
          watched.put(key, new Watch(key, new HealthTally(check, now, passed), now));
          timers.set(key, now);
        });
  }

  private void forget(Wake.OfProbe key, Instant now) {
    Watch watch = watched.remove(key);
    if (watch != null && watch.probing) {
      running--;
      pump(now);
    }
  }

  /** Probes a container that is still watched, or ends a probe that has had its time. */
  public void wake(Wake.OfProbe wake, Instant now, Consumer<Report> reports) {
    Watch watch = watched.get(wake);
    if (watch == null || watch.queued) {
      return;
    }
    if (now.isBefore(watch.due)) {
      timers.set(wake, watch.due);
    } else if (watch.probing) {
      String late = "no answer within " + watch.tally.check().timeout();
      finished(watch, new ProbeResult.Failed(late), now, reports);
    } else {
      watch.queued = true;
      queue.add(watch);
      pump(now);
    }
  }

  private void pump(Instant now) {
    while (running < MOST_AT_ONCE && !queue.isEmpty()) {
      Watch watch = queue.remove();
      watch.queued = false;
      TaskState task = state.task(watch.key.task()).orElse(null);
      if (task != null && watched.get(watch.key) == watch) {
        running++;
        probe(watch, task, now);
      }
    }
  }

  private void probe(Watch watch, TaskState task, Instant now) {
    watch.probing = true;
    int attempt = ++watch.attempt;
    watch.due = now.plus(watch.tally.check().timeout());
    timers.set(watch.key, watch.due);
    probes
        .probe(task, watch.key.container(), watch.tally.check())
        .handle((result, failure) ->
            result != null
                ? result
                : new ProbeResult.Failed(
                    String.valueOf(DriverCalls.asDriverException(failure).getMessage())))
        .thenAccept(result ->
            resumption.resume((later, reports) -> {
              boolean awaited =
                  watched.get(watch.key) == watch && watch.probing && watch.attempt == attempt;
              if (awaited) {
                finished(watch, result, later, reports);
              }
            }));
  }

  private void finished(Watch watch, ProbeResult result, Instant now, Consumer<Report> reports) {
    watch.probing = false;
    running--;
    watch.due = now.plus(watch.tally.pause());
    timers.set(watch.key, watch.due);
    String reason = result instanceof ProbeResult.Failed failed ? failed.reason() : "";
    watch
        .tally
        .count(result, now)
        .ifPresent(health ->
            reports.accept(
                new ReportHealth(watch.key.task(), watch.key.container(), health, reason)));
    pump(now);
  }
}
