package dev.berth.testkit;

import static dev.berth.testkit.Fault.CLOCK_AHEAD;
import static dev.berth.testkit.Fault.CLOCK_BACK;
import static dev.berth.testkit.Fault.CONTAINER_KILLED;
import static dev.berth.testkit.Fault.CRASH;
import static dev.berth.testkit.Fault.DEPOSED_LEADER;
import static dev.berth.testkit.Fault.DRIVER_AWAY;
import static dev.berth.testkit.Fault.EXIT;
import static dev.berth.testkit.Fault.HEALTH_LOST;
import static dev.berth.testkit.Fault.INSTANT_EXIT;
import static dev.berth.testkit.Fault.NEVER_HEALTHY;
import static dev.berth.testkit.Fault.NODE_CUT_OFF;
import static dev.berth.testkit.Fault.NODE_LOST;
import static dev.berth.testkit.Fault.SLOW_START;
import static dev.berth.testkit.Fault.START_REFUSED;
import static dev.berth.testkit.Fault.STOP_IGNORED;
import static dev.berth.testkit.Fault.TASK_VANISHED;
import static dev.berth.testkit.Fault.ZONE_LOST;

import dev.berth.model.ContainerExit;
import dev.berth.spi.DriverException.Reason;
import dev.berth.testkit.SimulatedTask.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** The faults that need no call to strike at: they come to containers, nodes and engines. */
final class Misfortunes {
  private static final Duration SLOWEST_START = Duration.ofSeconds(25);
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(40);

  private final VirtualTime time;
  private final FaultPlan plan;
  private final SimulatedNodes nodes;

  /** What each does; false if there was nothing it could do it to. */
  private final Map<Fault, BooleanSupplier> deeds = new EnumMap<>(Fault.class);

  Misfortunes(VirtualTime time, FaultPlan plan, EngineLives lives, SimulatedNodes nodes) {
    this.time = time;
    this.plan = plan;
    this.nodes = nodes;
    deeds.put(CONTAINER_KILLED, this::kill);
    deeds.put(HEALTH_LOST, this::breakHealth);
    deeds.put(TASK_VANISHED, this::removeTask);
    deeds.put(NODE_LOST, () -> loseNode(NODE_LOST));
    deeds.put(NODE_CUT_OFF, () -> loseNode(NODE_CUT_OFF));
    deeds.put(ZONE_LOST, this::loseZone);
    deeds.put(DRIVER_AWAY, () -> done(() -> lives.restartDriver(plan.lasting(DRIVER_AWAY))));
    deeds.put(CRASH, () -> done(() -> lives.crash(plan.lasting(CRASH))));
    deeds.put(DEPOSED_LEADER, () -> done(() -> lives.depose(plan.lasting(DEPOSED_LEADER))));
    deeds.put(CLOCK_AHEAD, () -> done(() -> time.setClock(plan.lasting(CLOCK_AHEAD))));
    deeds.put(CLOCK_BACK, () -> done(() -> time.setClock(plan.lasting(CLOCK_BACK).negated())));
  }

  private static boolean done(Runnable deed) {
    deed.run();
    return true;
  }

  /** Lets them begin. */
  void begin() {
    nodes.machine().misfortune = this::disturbed;
    plan.faults().stream().filter(deeds::containsKey).forEach(this::schedule);
  }

  private void schedule(Fault fault) {
    time.schedule(
        plan.until(fault),
        () -> {
          if (!plan.over()) {
            if (deeds.getOrDefault(fault, () -> false).getAsBoolean()) {
              plan.count(fault);
            }
            schedule(fault);
          }
        });
  }

  private Behaviour disturbed(Behaviour meant) {
    Behaviour is = meant;
    if (plan.strikes(SLOW_START)) {
      is = is.startsAfter(plan.upTo(SLOW_START, SLOWEST_START));
    }
    if (plan.strikes(INSTANT_EXIT)) {
      is = is.exits(Duration.ZERO, ContainerExit.code(1));
    }
    if (plan.strikes(EXIT)) {
      is = is.exits(plan.upTo(EXIT, LONGEST_LIFE), ContainerExit.code(1));
    }
    if (plan.strikes(START_REFUSED)) {
      is = is.failsToStart(Reason.COMMAND_NOT_FOUND, "the simulated program is gone");
    }
    if (plan.strikes(NEVER_HEALTHY)) {
      is = is.failsHealthChecks();
    }
    if (plan.strikes(STOP_IGNORED)) {
      is = is.ignoresStop();
    }
    return is;
  }

  private record Victim(SimulatedTask task, Container container) {}

  private List<Victim> running() {
    List<Victim> running = new ArrayList<>();
    for (SimulatedTask task : nodes.machine().tasks.values()) {
      for (Container container : task.containers.values()) {
        if (container.running) {
          running.add(new Victim(task, container));
        }
      }
    }
    return running;
  }

  private boolean kill() {
    List<Victim> running = running();
    if (running.isEmpty()) {
      return false;
    }
    Victim victim = running.get(plan.below(CONTAINER_KILLED, running.size()));
    nodes.machine().exit(victim.task(), victim.container(), ContainerExit.signal(9));
    return true;
  }

  private boolean breakHealth() {
    List<Victim> running = running();
    if (running.isEmpty()) {
      return false;
    }
    running.get(plan.below(HEALTH_LOST, running.size())).container().healthBroken = true;
    return true;
  }

  private boolean removeTask() {
    List<String> names = new ArrayList<>(nodes.machine().tasks.keySet());
    if (names.isEmpty()) {
      return false;
    }
    nodes.machine().vanish(names.get(plan.below(TASK_VANISHED, names.size())));
    return true;
  }

  private boolean loseNode(Fault fault) {
    List<String> names = nodes.names();
    if (names.isEmpty()) {
      return false;
    }
    String name = names.get(plan.below(fault, names.size()));
    nodes.lose(name, fault == NODE_LOST);
    time.schedule(plan.lasting(fault), () -> nodes.bringBack(name));
    return true;
  }

  private boolean loseZone() {
    List<String> zones = List.copyOf(new TreeSet<>(nodes.zones()));
    if (zones.isEmpty()) {
      return false;
    }
    String zone = zones.get(plan.below(ZONE_LOST, zones.size()));
    nodes.namesIn(zone).forEach(name -> nodes.lose(name, true));
    time.schedule(plan.lasting(ZONE_LOST), () -> nodes.namesIn(zone).forEach(nodes::bringBack));
    return true;
  }
}
