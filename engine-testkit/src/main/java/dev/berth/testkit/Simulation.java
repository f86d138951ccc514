package dev.berth.testkit;

import dev.berth.AwaitTimeoutException;
import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.EngineBuilder;
import dev.berth.EngineClosedException;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.TaskState;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.spi.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine, a driver and a clock that exist only in memory: the real engine, on virtual time, with
 * simulated workloads. Everything happens on the thread that calls, and only while it waits.
 *
 * <pre>{@code
 * Simulation simulation = Simulation.seed(42).nodes(20, Resources.of(4 * 1024, 8 * 1024)).build();
 * Service web = simulation.cluster().createService(spec);
 * simulation.runFor(Duration.ofMinutes(5));
 * simulation.loseZone("eu-1a");
 * simulation.runUntilSteady();
 * }</pre>
 *
 * <p>What an engine owes whatever happens is looked at after each of its steps, at each of its
 * calls and at each of its appends: a {@link BrokenLawError} is a fault of Berth, not of the
 * program. One seed is one history, on every machine.
 */
public final class Simulation implements AutoCloseable {
  static final String CLUSTER = "test";
  private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);
  private static final int MOST_TRIES = 100;
  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final Duration LONG_ENOUGH = Duration.ofHours(2);

  private final VirtualTime time;
  private final SimulatedNodes nodes;
  private final Journal journal;
  private final FaultPlan plan;
  private final EngineLives lives;
  private final Misfortunes misfortunes;
  private long lastSequence;

  /** What all engines of a simulation are started with. */
  record Parts(
      VirtualTime time,
      SimulatedDriver driver,
      Journal journal,
      Consumer<EngineBuilder> settings) {}

  Simulation(Parts parts, SimulatedNodes nodes, FaultPlan plan) {
    this.time = parts.time();
    this.nodes = nodes;
    this.journal = parts.journal();
    this.plan = plan;
    Laws laws = new Laws(nodes.machine(), plan.below(Fault.DEPOSED_LEADER, 2) == 1);
    FaultyJournal faulty = new FaultyJournal(journal, time, plan, laws);
    this.lives =
        new EngineLives(
            new EngineLives.Surroundings(time, faulty, plan, laws),
            parts.driver(),
            parts.settings());
    this.misfortunes = new Misfortunes(time, plan, lives, nodes);
    time.alwaysAfterEachStep(() -> {
      laws.stepped(time.state(), time.idle());
      lastSequence = time.state().sequence();
    });
    lives.start();
  }

  /** What a simulation is made of whose faults, if it has any, are drawn from {@code seed}. */
  public static SimulationBuilder seed(long seed) {
    return new SimulationBuilder(seed);
  }

  /** A simulation of one cluster with that many equal nodes, {@code n1}, {@code n2} and so on. */
  public static Simulation nodes(int count, Resources each) {
    return seed(0).nodes(count, each).zones().build();
  }

  /** A simulation of one cluster without nodes. */
  public static Simulation empty() {
    return nodes(0, Resources.NONE);
  }

  /** A simulation of these parts. */
  public static Simulation on(VirtualTime time, SimulatedDriver driver, Journal journal) {
    return on(time, driver, journal, builder -> {});
  }

  /** A simulation of these parts, with engines of which {@code settings} says more. */
  static Simulation on(
      VirtualTime time, SimulatedDriver driver, Journal journal, Consumer<EngineBuilder> settings) {
    FaultPlan none = new FaultPlan(0, Set.of());
    SimulatedNodes nodes = new SimulatedNodes(driver.machine(), CLUSTER);
    Simulation simulation = new Simulation(new Parts(time, driver, journal, settings), nodes, none);
    simulation.begin();
    return simulation;
  }

  /** Makes the cluster and its nodes, and lets misfortune begin. */
  void begin() {
    insist(() -> {
      Cluster cluster = engine().createCluster(CLUSTER);
      for (NodeSpec node : nodes.specs()) {
        cluster.addNode(node);
      }
    });
    misfortunes.begin();
  }

  /** Does what may be done twice until no engine dies of it. */
  void insist(Runnable action) {
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      try {
        action.run();
        return;
      } catch (EngineClosedException died) {
        LOG.debug("try {} met the end of its engine: {}", tries, died.getMessage());
      }
    }
    throw new BrokenLawError("an engine lives", MOST_TRIES + " of them died at once");
  }

  /** What the engines wrote. */
  Journal journal() {
    return journal;
  }

  /** Whether an engine is up at present, and all it decided is in its journal. */
  boolean isIdle() {
    return lives.isUp() && time.idle();
  }

  /** What the engine that is up knows. */
  EngineState state() {
    engine();
    return time.state();
  }

  /** How many events happened so far. */
  long events() {
    return lastSequence;
  }

  /** The faults of this simulation's seed. */
  FaultPlan plan() {
    return plan;
  }

  /** The engine as it is now; another one after {@link #restart} and after a crash. */
  public Engine engine() {
    return lives.engine();
  }

  /** The cluster {@code test}. */
  public Cluster cluster() {
    return engine().cluster(CLUSTER);
  }

  /** What runs the tasks. */
  public SimulatedDriver driver() {
    return lives.driver();
  }

  /** The clock. */
  public VirtualTime time() {
    return time;
  }

  /** Lets time pass. */
  public void runFor(Duration duration) {
    lives.watchRoutes();
    time.runFor(duration);
  }

  /**
   * Lets time pass until every service has exactly the tasks it shall have, all of them healthy and
   * really there: an engine takes a while to notice what happened to them.
   *
   * @throws AwaitTimeoutException if that takes more than two hours of the simulation; the message
   *     tells which service is not there yet, and why
   */
  public void runUntilSteady() {
    Instant latest = time.now().plus(LONG_ENOUGH);
    while (!steady()) {
      if (time.now().isAfter(latest)) {
        cluster().services().forEach(name -> cluster().service(name).awaitSteady(GLANCE));
        throw new AwaitTimeoutException(
            "every service looks steady, but after %s the driver has other tasks than they know: %s"
                .formatted(LONG_ENOUGH, driver().tasks()));
      }
      runFor(GLANCE);
    }
  }

  private boolean steady() {
    for (String name : cluster().services()) {
      if (!cluster().service(name).view().steady()) {
        return false;
      }
    }
    for (TaskState task : state().tasks()) {
      if (!nodes.machine().runs(task.id())) {
        return false;
      }
    }
    return true;
  }

  /** Takes a node away and ends what runs there, as when its power fails. */
  public void loseNode(String name) {
    nodes.lose(name, true);
  }

  /** Takes a node away on which everything goes on, as when its network fails. */
  public void cutOffNode(String name) {
    nodes.lose(name, false);
  }

  /** Brings a node back with what it still has. */
  public void returnNode(String name) {
    nodes.bringBack(name);
  }

  /** Takes all nodes of a zone away and ends what runs there. */
  public void loseZone(String zone) {
    nodes.namesIn(zone).forEach(this::loseNode);
  }

  /** Brings all nodes of a zone back. */
  public void returnZone(String zone) {
    nodes.namesIn(zone).forEach(this::returnNode);
  }

  /** Ends all faults: nodes and drivers come back, and nothing goes wrong any more. */
  public void endFaults() {
    plan.end();
    nodes.names().forEach(nodes::bringBack);
  }

  /** Ends the engine without stopping its tasks, and starts another on the same journal. */
  public void restart() {
    lives.restart();
  }

  @Override
  public void close() {
    engine().close();
  }
}
