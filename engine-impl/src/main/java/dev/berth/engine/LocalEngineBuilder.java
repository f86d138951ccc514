package dev.berth.engine;

import dev.berth.Engine;
import dev.berth.EngineBuilder;
import dev.berth.InvalidSpecException;
import dev.berth.engine.journal.MemoryJournal;
import dev.berth.engine.loop.LoopHost;
import dev.berth.engine.loop.LoopThread;
import dev.berth.engine.observe.NetworkProber;
import dev.berth.engine.snapshot.Snapshots;
import dev.berth.model.NodeSpec;
import dev.berth.spi.Driver;
import dev.berth.spi.HealthProber;
import dev.berth.spi.Journal;
import dev.berth.spi.SecretsProvider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what an engine is started with. Besides what every {@link EngineBuilder} has, the host
 * can be exchanged, which is how the testkit runs an engine on virtual time.
 */
public final class LocalEngineBuilder implements EngineBuilder {
  private @Nullable Journal journal;
  private final Map<String, Driver> drivers = new LinkedHashMap<>();
  private @Nullable HealthProber prober;
  private @Nullable Duration listingInterval;
  private @Nullable Duration nodeLossTolerance;
  private @Nullable Integer snapshotEvery;
  private @Nullable Long keepEvents;
  private @Nullable Integer commandQueueLimit;
  private @Nullable Integer driverCallsPerNode;
  private @Nullable SecretsProvider secrets;
  private Function<Consumer<Throwable>, LoopHost> host =
      onFailure -> new LoopThread(InstantSource.system(), onFailure);

  /** A builder with the defaults. */
  public LocalEngineBuilder() {}

  @Override
  public EngineBuilder journal(Journal value) {
    if (journal != null) {
      throw new InvalidSpecException("the engine has a journal already: give one");
    }
    journal = value;
    return this;
  }

  @Override
  public EngineBuilder driver(Driver driver) {
    // A node names its driver under the same rules, and drivers have a directory of their name.
    NodeSpec unused = NodeSpec.local().driver(driver.name());
    if (drivers.putIfAbsent(driver.name(), driver) != null) {
      throw new InvalidSpecException(
          "the engine has a driver '%s' already: give each a name of its own"
              .formatted(driver.name()));
    }
    return this;
  }

  @Override
  public EngineBuilder healthProber(HealthProber value) {
    if (prober != null) {
      throw new InvalidSpecException("the engine has a health prober already: give one");
    }
    prober = value;
    return this;
  }

  @Override
  public EngineBuilder listingInterval(Duration interval) {
    requireUnset("listingInterval", listingInterval);
    if (interval.compareTo(Duration.ofMillis(100)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new InvalidSpecException(
          "listingInterval (%s) must be between 100 ms and 1 h".formatted(interval));
    }
    listingInterval = interval;
    return this;
  }

  @Override
  public EngineBuilder nodeLossTolerance(Duration tolerance) {
    requireUnset("nodeLossTolerance", nodeLossTolerance);
    if (tolerance.isNegative() || tolerance.compareTo(Duration.ofDays(1)) > 0) {
      throw new InvalidSpecException(
          "nodeLossTolerance (%s) must be between 0 and 1 day".formatted(tolerance));
    }
    nodeLossTolerance = tolerance;
    return this;
  }

  @Override
  public EngineBuilder snapshotEvery(int events) {
    requireUnset("snapshotEvery", snapshotEvery);
    snapshotEvery = between("snapshotEvery", events, 1_000_000_000);
    return this;
  }

  @Override
  public EngineBuilder keepEvents(long events) {
    requireUnset("keepEvents", keepEvents);
    if (events < 0) {
      throw new InvalidSpecException("keepEvents (%d) must not be negative".formatted(events));
    }
    keepEvents = events;
    return this;
  }

  @Override
  public EngineBuilder commandQueueLimit(int commands) {
    requireUnset("commandQueueLimit", commandQueueLimit);
    commandQueueLimit = between("commandQueueLimit", commands, 1_000_000);
    return this;
  }

  @Override
  public EngineBuilder driverCallsPerNode(int calls) {
    requireUnset("driverCallsPerNode", driverCallsPerNode);
    driverCallsPerNode = between("driverCallsPerNode", calls, 10_000);
    return this;
  }

  @Override
  public EngineBuilder secrets(SecretsProvider provider) {
    if (secrets != null) {
      throw new InvalidSpecException("the engine has a provider of secrets already: give one");
    }
    secrets = provider;
    return this;
  }

  private static void requireUnset(String what, @Nullable Object value) {
    if (value != null) {
      throw new InvalidSpecException("%s is %s already: give it once".formatted(what, value));
    }
  }

  private static int between(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new InvalidSpecException(
          "%s (%d) must be between 1 and %d".formatted(what, value, most));
    }
    return value;
  }

  /**
   * What carries the loop; left out: a thread by the wall clock.
   *
   * @param value makes the host, given what it tells a failed step to
   */
  public LocalEngineBuilder host(Function<Consumer<Throwable>, LoopHost> value) {
    host = value;
    return this;
  }

  @Override
  public Engine start() {
    if (drivers.isEmpty()) {
      throw new InvalidSpecException(
          "the engine has no driver: add one, such as ProcessDriver.create()");
    }
    return new EngineStart(
            new Settings(
                listingInterval == null ? Duration.ofSeconds(10) : listingInterval,
                nodeLossTolerance == null ? Duration.ofMinutes(1) : nodeLossTolerance,
                new Snapshots.Terms(
                    snapshotEvery == null ? 100_000 : snapshotEvery,
                    keepEvents == null ? 1_000_000 : keepEvents),
                commandQueueLimit == null ? 10_000 : commandQueueLimit,
                driverCallsPerNode == null ? 32 : driverCallsPerNode),
            journal == null ? new MemoryJournal() : journal,
            drivers,
            new Outside(
                prober == null ? new NetworkProber() : prober,
                secrets == null ? SecretsProvider.none() : secrets),
            host)
        .start();
  }

  /** Whom the engine asks besides its drivers. */
  record Outside(HealthProber prober, SecretsProvider secrets) {}

  /** The engine's named limits. */
  record Settings(
      Duration listingInterval,
      Duration nodeLossTolerance,
      Snapshots.Terms snapshots,
      int commandQueueLimit,
      int driverCallsPerNode) {}
}
