package dev.berth.testkit;

import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.EngineBuilder;
import dev.berth.engine.LocalEngineBuilder;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.spi.Journal;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * An engine, a driver and a clock that exist only in memory: the real engine, on virtual time, with
 * simulated workloads. Everything happens on the thread that calls, and only while it waits.
 *
 * <pre>{@code
 * Simulation simulation = Simulation.nodes(20, Resources.of(4 * 1024, 8 * 1024));
 * Service web = simulation.cluster().createService(spec);
 * simulation.runFor(Duration.ofMinutes(5));
 * }</pre>
 */
public final class Simulation implements AutoCloseable {
  private final VirtualTime time;
  private final SimulatedDriver driver;
  private final Journal journal;
  private final Consumer<EngineBuilder> settings;
  private Engine engine;

  private Simulation(
      VirtualTime time, SimulatedDriver driver, Journal journal, Consumer<EngineBuilder> settings) {
    this.settings = settings;
    this.time = time;
    this.driver = driver;
    this.journal = journal;
    this.engine = newEngine();
  }

  /** A simulation of one cluster with that many equal nodes, {@code n1}, {@code n2} and so on. */
  public static Simulation nodes(int count, Resources each) {
    Simulation simulation = empty();
    Cluster cluster = simulation.cluster();
    for (int i = 1; i <= count; i++) {
      cluster.addNode(NodeSpec.of("n" + i, each));
    }
    return simulation;
  }

  /** A simulation of one cluster without nodes. */
  public static Simulation empty() {
    VirtualTime time = new VirtualTime();
    return on(time, new SimulatedDriver(time), dev.berth.journal.Journals.inMemory());
  }

  /** A simulation of these parts. */
  public static Simulation on(VirtualTime time, SimulatedDriver driver, Journal journal) {
    return on(time, driver, journal, builder -> {});
  }

  /** A simulation of these parts, with engines of which {@code settings} says more. */
  static Simulation on(
      VirtualTime time, SimulatedDriver driver, Journal journal, Consumer<EngineBuilder> settings) {
    Simulation simulation = new Simulation(time, driver, journal, settings);
    simulation.engine.createCluster("test");
    return simulation;
  }

  private Engine newEngine() {
    EngineBuilder builder =
        new LocalEngineBuilder()
            // A failed step is thrown where the test waits, so nobody else has to be told.
            .host(onFailure -> time.newHost());
    settings.accept(builder);
    return builder.journal(journal).driver(driver).healthProber(driver).start();
  }

  /** The engine as it is now; another one after {@link #restart}. */
  public Engine engine() {
    return engine;
  }

  /** The cluster {@code test}. */
  public Cluster cluster() {
    return engine.cluster("test");
  }

  /** What runs the tasks. */
  public SimulatedDriver driver() {
    return driver;
  }

  /** The clock. */
  public VirtualTime time() {
    return time;
  }

  /** Lets time pass. */
  public void runFor(Duration duration) {
    time.runFor(duration);
  }

  /** Ends the engine without stopping its tasks, and starts another on the same journal. */
  public void restart() {
    engine.detach();
    engine = newEngine();
  }

  @Override
  public void close() {
    engine.close();
  }
}
