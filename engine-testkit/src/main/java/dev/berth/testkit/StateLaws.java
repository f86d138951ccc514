package dev.berth.testkit;

import static dev.berth.engine.state.ServiceTasks.Standing.HEALTHY;
import static dev.berth.engine.state.ServiceTasks.Standing.STOPPING;

import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.ServiceState;
import dev.berth.engine.state.ServiceTasks;
import dev.berth.engine.state.TaskState;
import dev.berth.event.ContainerHealthChanged;
import dev.berth.event.Event;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskStopping;
import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The laws about what an engine knows after a step: floor, ceiling, and what nodes can hold. */
final class StateLaws {
  private record Before(int healthy, int wanted) {}

  private final SimulatedMachine machine;

  /** Whether the engine cannot know that a task is still there. */
  private final Predicate<String> excused;

  private final BiConsumer<String, String> broken;
  private final Map<ServiceId, Before> before = new HashMap<>();

  StateLaws(
      SimulatedMachine machine, Predicate<String> excused, BiConsumer<String, String> broken) {
    this.machine = machine;
    this.excused = excused;
    this.broken = broken;
  }

  /** What the last engine's state was is not what the next one begins with. */
  void newEngine() {
    before.clear();
  }

  void stepped(EngineState state, List<Event> step) {
    for (ServiceId id : state.services()) {
      ServiceTasks tasks = state.tasksOf(id);
      Before now = new Before(tasks.count(HEALTHY), tasks.size() - tasks.count(STOPPING));
      Before last = before.put(id, now);
      ServiceState service = state.service(id).orElseThrow();
      if (last != null && !service.deleting() && !step.isEmpty()) {
        keepsFloorAndCeiling(service, last, now, step);
      }
    }
    if (!step.isEmpty()) {
      nodesHoldNoMoreThanTheyHave(state);
    }
  }

  private void keepsFloorAndCeiling(
      ServiceState service, Before last, Before now, List<Event> step) {
    ServiceSpec spec = service.spec();
    int lostOtherwise = 0;
    boolean stops = false;
    boolean requests = false;
    for (Event event : step) {
      if (event instanceof TaskStopping stopping && isOf(service, stopping.task())) {
        boolean own = stopping.code() == StopCode.SERVICE_SCHEDULER_INITIATED;
        stops |= own;
        lostOtherwise += own ? 0 : 1;
      } else if (event instanceof ContainerHealthChanged changed && isOf(service, changed.task())) {
        lostOtherwise++;
      } else if (event instanceof TaskRequested requested && isOf(service, requested.task())) {
        requests = true;
      }
    }
    int owed = Math.min(last.healthy(), spec.healthyFloor()) - lostOtherwise;
    if (stops && now.healthy() < owed) {
      broken.accept(
          "healthy tasks are not stopped below the floor",
          "%d of %d, at least %d: %s"
              .formatted(now.healthy(), last.healthy(), spec.healthyFloor(), step));
    }
    if (requests && now.wanted() > last.wanted() && now.wanted() > spec.runningCeiling()) {
      broken.accept(
          "no tasks are started above the ceiling",
          "%d of %d, at most %d: %s"
              .formatted(now.wanted(), last.wanted(), spec.runningCeiling(), step));
    }
  }

  private static boolean isOf(ServiceState service, TaskId task) {
    return task.service().equals(service.id());
  }

  /** Counts what is placed, and what is there although the engine no longer counts it. */
  private void nodesHoldNoMoreThanTheyHave(EngineState state) {
    Map<NodeId, long[]> used = new HashMap<>();
    for (TaskState task : state.tasks()) {
      NodeId node = task.node();
      if (node != null) {
        add(used, node, task.definition());
      }
    }
    for (SimulatedTask task : machine.tasks.values()) {
      boolean counted = state.task(task.launch.task()).isPresent();
      if (!counted && !excused.test(task.launch.name())) {
        add(used, task.launch.node(), task.launch.definition());
      }
    }
    used.forEach((id, sum) -> {
      Resources most = state.node(id).map(NodeState::resources).orElse(Resources.NONE);
      if (sum[0] > most.get(Resources.MEMORY) || sum[1] > most.get(Resources.CPU)) {
        broken.accept(
            "no node holds more than it has",
            "%s holds %d MiB and %d CPU units: %s".formatted(id, sum[0], sum[1], most));
      }
    });
  }

  private static void add(Map<NodeId, long[]> used, NodeId node, TaskDefinition definition) {
    Resources each = definition.demand();
    long[] sum = used.computeIfAbsent(node, id -> new long[2]);
    sum[0] += each.get(Resources.MEMORY);
    sum[1] += each.get(Resources.CPU);
  }
}
