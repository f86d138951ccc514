package dev.berth.testkit;

import dev.berth.BerthException;
import dev.berth.Endpoint;
import dev.berth.Engine;
import dev.berth.EngineBuilder;
import dev.berth.JournalException;
import dev.berth.engine.LocalEngineBuilder;
import dev.berth.engine.loop.LoopHost;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.PortBinding;
import dev.berth.model.PortMapping;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engines of a simulation, which follow each other on one journal: when one dies the next is
 * started a little later, as whoever runs an engine would.
 */
final class EngineLives {
  /** What all engines of a simulation have in common. */
  record Surroundings(VirtualTime time, FaultyJournal journal, FaultPlan plan, Laws laws) {}

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final Duration SLOWEST_APPEND = Duration.ofMillis(600);
  private static final int THAWS = 40;

  /** So few that calls queue. */
  private static final int CALLS_PER_NODE_IN_CHAOS = 3;

  /** One engine, and what belongs to it alone. */
  private static final class Life {
    private final FaultyDriver faulty;
    private final Map<Port, Endpoint> endpoints = new HashMap<>();
    private final Set<PortBinding> published = new HashSet<>();
    private @Nullable LoopHost host;
    private @Nullable Engine engine;
    private boolean over;

    Life(FaultyDriver faulty) {
      this.faulty = faulty;
    }
  }

  private record Port(ServiceId service, TaskDefinitionId definition, String name) {}

  private final Surroundings around;
  private final Consumer<EngineBuilder> settings;
  private SimulatedDriver driver;
  private Life life;

  EngineLives(Surroundings around, SimulatedDriver driver, Consumer<EngineBuilder> settings) {
    this.around = around;
    this.settings = settings;
    this.driver = driver;
    this.life = new Life(new FaultyDriver(driver, around.time(), around.plan(), around.laws()));
    around.laws().routes(this::published);
  }

  /** The driver of the newest engine. */
  SimulatedDriver driver() {
    return driver;
  }

  /** Whether the newest engine is up. */
  boolean isUp() {
    return life.engine != null;
  }

  /** The newest engine, once it is up. */
  Engine engine() {
    for (Duration waited = Duration.ZERO; waited.compareTo(LONGEST_PAUSE) < 0; ) {
      Engine engine = life.engine;
      if (engine != null) {
        return engine;
      }
      Duration pause = Duration.ofMillis(100);
      around.time().runFor(pause);
      waited = waited.plus(pause);
    }
    throw new BrokenLawError("an engine starts", "none has come up within " + LONGEST_PAUSE);
  }

  /** Starts an engine. If a fault keeps it from starting, another one is started later. */
  void start() {
    FaultyDriver faulty = new FaultyDriver(driver, around.time(), around.plan(), around.laws());
    faulty.continueAfter(life.faulty);
    Life begun = new Life(faulty);
    life = begun;
    int struckBefore = around.plan().total();
    try {
      Engine started = builder(begun).start();
      if (!begun.over) {
        begun.engine = started;
      }
    } catch (Crash | BerthException failure) {
      boolean explained =
          around.plan().total() > struckBefore || around.journal().full() || faulty.away();
      if (!explained || String.valueOf(failure.getMessage()).contains("lost its end")) {
        throw failure;
      }
      end(begun, Duration.ofSeconds(2));
    }
  }

  private EngineBuilder builder(Life begun) {
    LocalEngineBuilder builder = new LocalEngineBuilder();
    builder.host(onFailure -> {
      LoopHost host = around.time().newHost(failure -> dies(begun, failure), this::appendTime);
      begun.host = host;
      return host;
    });
    if (!around.plan().faults().isEmpty()) {
      builder.driverCallsPerNode(CALLS_PER_NODE_IN_CHAOS);
    }
    settings.accept(builder);
    return builder
        .journal(around.journal())
        .driver(new WitnessDriver(begun.faulty, around.laws()))
        .healthProber(driver);
  }

  private Duration appendTime() {
    FaultPlan plan = around.plan();
    return plan.strikes(Fault.DISK_SLOW)
        ? plan.upTo(Fault.DISK_SLOW, SLOWEST_APPEND)
        : Duration.ZERO;
  }

  private boolean dies(Life dying, Throwable failure) {
    boolean simulated =
        !around.plan().faults().isEmpty()
            && (failure instanceof Crash || failure instanceof JournalException);
    if (simulated) {
      end(dying, Duration.ofSeconds(1));
    }
    return simulated;
  }

  /** Ends the newest engine as a power cut does; the next one starts after {@code pause}. */
  void crash(Duration pause) {
    end(life, pause);
  }

  private void end(Life ending, Duration pause) {
    if (ending.over) {
      return;
    }
    ending.over = true;
    ending.engine = null;
    if (ending.host != null) {
      ending.host.stop();
    }
    succeed(pause);
  }

  private void succeed(Duration pause) {
    driver = driver.successor();
    around.time().schedule(pause, this::start);
  }

  /**
   * Lets the newest engine stand still, the next one take over, and the first then go on for a
   * while without knowing it.
   */
  void depose(Duration pause) {
    Life deposed = life;
    LoopHost frozen = deposed.host;
    if (deposed.engine == null || frozen == null) {
      return;
    }
    deposed.over = true;
    deposed.engine = null;
    around.time().newHost();
    for (int i = 1; i <= THAWS; i++) {
      Duration at = Duration.ofMillis(5).plus(pause.multipliedBy(i).dividedBy(4));
      around.time().schedule(at, () -> around.time().thaw(frozen));
    }
    // Whoever still waits for it is told then.
    around.time().schedule(pause.multipliedBy(THAWS), frozen::stop);
    succeed(pause);
  }

  /** Restarts the driver. */
  void restartDriver(Duration duration) {
    life.faulty.restart(duration);
  }

  /** Ends the newest engine politely, its tasks go on, and starts the next. */
  void restart() {
    engine().detach();
    life.over = true;
    start();
  }

  /** Looks up where the newest engine sends clients, as far as that was not looked up before. */
  void watchRoutes() {
    // It may die of being asked, and then its routes are nobody's.
    Life watched = life;
    Engine engine = watched.engine;
    if (engine == null) {
      return;
    }
    try {
      for (ServiceId id : List.copyOf(around.time().state().services())) {
        for (Port port : ports(id)) {
          if (!watched.endpoints.containsKey(port)) {
            Endpoint endpoint =
                engine.cluster(id.cluster()).service(id.name()).endpoint(port.name());
            watched.endpoints.put(port, endpoint);
          }
        }
      }
    } catch (BerthException died) {
      // The next engine's are looked up when it is there.
      watched.published.clear();
    }
  }

  private List<Port> ports(ServiceId id) {
    List<Port> ports = new ArrayList<>();
    around
        .time()
        .state()
        .service(id)
        .ifPresent(service -> {
          TaskDefinitionId definition = service.deployment().definition();
          around
              .time()
              .state()
              .definition(definition)
              .ifPresent(found -> {
                for (ContainerDefinition container : found.containers()) {
                  for (PortMapping port : container.ports()) {
                    ports.add(new Port(id, definition, port.name()));
                  }
                }
              });
        });
    return ports;
  }

  private Collection<PortBinding> published(TaskId task) {
    life.published.clear();
    life.endpoints.forEach((port, endpoint) -> {
      if (port.service().equals(task.service())) {
        life.published.addAll(endpoint.addresses());
      }
    });
    return life.published;
  }
}
