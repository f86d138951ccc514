package dev.berth.testkit;

import static dev.berth.engine.state.ServiceTasks.Standing.HEALTHY;
import static dev.berth.engine.state.ServiceTasks.Standing.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.journal.EventCodec;
import dev.berth.engine.state.ServiceState;
import dev.berth.engine.state.ServiceTasks;
import dev.berth.event.ContainerHealthChanged;
import dev.berth.event.Event;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskStopping;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import java.util.ArrayList;
import java.util.List;

/** Looks after every step whether the engine kept what it owes a service that never loses tasks. */
final class ServiceLaws {
  private final World world;
  private final ServiceId service;
  private final EventCodec codec = new EventCodec();
  private long read;
  private int healthyBefore;
  private int wantedBefore;

  private ServiceLaws(World world, ServiceId service) {
    this.world = world;
    this.service = service;
  }

  /** Watches {@code service} from now on; a step that breaks a law fails where the test waits. */
  static void watch(World world, ServiceId service) {
    ServiceLaws laws = new ServiceLaws(world, service);
    world.time.afterEachStep(laws::check);
  }

  private void check() {
    List<Event> step = new ArrayList<>();
    world.journal.read(
        read,
        entry -> {
          step.add(codec.toRecord(entry).event());
          read = entry.sequence();
        });
    assertThat(step)
        .as("no task was lost, so none may be given up as lost")
        .noneMatch(event -> stops(event, StopCode.INFRASTRUCTURE_HEALTH));
    world
        .time
        .state()
        .service(service)
        .filter(state -> !state.deleting())
        .map(ServiceState::spec)
        .ifPresent(spec -> check(spec, world.time.state().tasksOf(service), step));
  }

  private void check(ServiceSpec spec, ServiceTasks tasks, List<Event> step) {
    int healthy = tasks.count(HEALTHY);
    int wanted = tasks.size() - tasks.count(STOPPING);
    if (step.stream().anyMatch(ServiceLaws::stopsOfItsOwn)) {
      long otherwiseLost = step.stream().filter(ServiceLaws::mayCostHealth).count();
      assertThat((long) healthy)
          .as("healthy, of %d before, after %s", healthyBefore, step)
          .isGreaterThanOrEqualTo(Math.min(healthyBefore, spec.healthyFloor()) - otherwiseLost);
    }
    if (wanted > wantedBefore && step.stream().anyMatch(TaskRequested.class::isInstance)) {
      assertThat(wanted)
          .as("tasks, of %d before, after %s", wantedBefore, step)
          .isLessThanOrEqualTo(spec.runningCeiling());
    }
    healthyBefore = healthy;
    wantedBefore = wanted;
  }

  private static boolean stopsOfItsOwn(Event event) {
    return stops(event, StopCode.SERVICE_SCHEDULER_INITIATED);
  }

  private static boolean mayCostHealth(Event event) {
    return event instanceof ContainerHealthChanged
        || (event instanceof TaskStopping && !stopsOfItsOwn(event));
  }

  private static boolean stops(Event event, StopCode code) {
    return event instanceof TaskStopping stopping && stopping.code() == code;
  }
}
