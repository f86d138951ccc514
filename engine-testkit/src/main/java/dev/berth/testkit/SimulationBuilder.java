package dev.berth.testkit;

import dev.berth.EngineBuilder;
import dev.berth.InvalidSpecException;
import dev.berth.engine.journal.MemoryJournal;
import dev.berth.model.Resources;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Collects what a seeded {@link Simulation} is made of. */
public final class SimulationBuilder {
  private final long seed;
  private int count;
  private Resources each = Resources.NONE;
  private List<String> zones = List.of("eu-1a", "eu-1b", "eu-1c");
  private final EnumSet<Fault> allowed = EnumSet.noneOf(Fault.class);

  private Consumer<EngineBuilder> settings = builder -> {};

  SimulationBuilder(long seed) {
    this.seed = seed;
  }

  /** That many equal nodes, {@code n1}, {@code n2} and so on. */
  public SimulationBuilder nodes(int nodes, Resources resources) {
    if (nodes < 0 || nodes > 100_000) {
      throw new InvalidSpecException("nodes (%d) must be between 0 and 100,000".formatted(nodes));
    }
    count = nodes;
    each = resources;
    return this;
  }

  /**
   * The zones that the nodes stand in by turns, as their attribute {@code ecs.availability-zone};
   * without this {@code eu-1a}, {@code eu-1b} and {@code eu-1c}.
   */
  public SimulationBuilder zones(String... names) {
    zones = List.of(names);
    return this;
  }

  /**
   * What may go wrong; without this nothing does. The seed chooses some of it.
   *
   * <p>Where an engine may crash, what a program holds of it goes with it: it gets {@code
   * EngineClosedException}, and asks the simulation for the cluster again.
   */
  public SimulationBuilder faults(Set<Fault> faults) {
    allowed.addAll(faults);
    return this;
  }

  /** What its engines are given beside journal, driver and prober, such as limits. */
  public SimulationBuilder engine(Consumer<EngineBuilder> given) {
    settings = given;
    return this;
  }

  /** The simulation, with its first engine up and its nodes added. */
  public Simulation build() {
    VirtualTime time = new VirtualTime();
    SimulatedDriver driver = new SimulatedDriver(time);
    SimulatedNodes nodes = new SimulatedNodes(driver.machine(), Simulation.CLUSTER);
    nodes.add(count, each, zones);
    Simulation.Parts parts = new Simulation.Parts(time, driver, new MemoryJournal(), settings);
    Simulation simulation = new Simulation(parts, nodes, new FaultPlan(seed, allowed));
    simulation.begin();
    return simulation;
  }
}
