package dev.berth;

import dev.berth.spi.Driver;
import dev.berth.spi.HealthProber;
import dev.berth.spi.Journal;
import dev.berth.spi.SecretsProvider;
import java.time.Duration;

/** Builds an {@link Engine}; each setter may be called once. */
public interface EngineBuilder {
  /** Where events are kept; left out: in memory. The engine closes it. */
  EngineBuilder journal(Journal journal);

  /**
   * Adds a driver; at least one is needed. The engine opens and closes it.
   *
   * @throws InvalidSpecException if a driver of that name was added before
   */
  EngineBuilder driver(Driver driver);

  /** What probes HTTP and TCP health checks; left out: real connections. The engine closes it. */
  EngineBuilder healthProber(HealthProber prober);

  /** How often drivers are asked for the truth; 100 ms to 1 h, default 10 s. */
  EngineBuilder listingInterval(Duration interval);

  /** How many commands may wait; 1 to 1,000,000, default 10,000. */
  EngineBuilder commandQueueLimit(int commands);

  /** How many calls a driver gets at once per node; 1 to 10,000, default 32. */
  EngineBuilder driverCallsPerNode(int calls);

  /**
   * How long a lost node may take to return before its tasks are replaced elsewhere: 0 to 1 day,
   * default 1 min. (Kubernetes waits 5 min.) A driver that tells nothing for 40 s has lost its
   * nodes.
   */
  EngineBuilder nodeLossTolerance(Duration tolerance);

  /**
   * How many events are between two snapshots of the state at least: 1 to 1,000,000,000, default
   * 100,000. A start loads the newest one and replays what came after it. With more tasks than that
   * a snapshot is written after as many events as there are tasks.
   */
  EngineBuilder snapshotEvery(int events);

  /**
   * How many events the journal keeps for readers although a snapshot holds what they led to; 0 or
   * more, default 1,000,000. Those that the older of the two newest snapshots does not hold are
   * always kept.
   */
  EngineBuilder keepEvents(long events);

  /**
   * Where the secrets are that definitions refer to; left out: there are none, and a task that
   * needs one fails to start and says so.
   */
  EngineBuilder secrets(SecretsProvider provider);

  /**
   * Opens the journal, brings the engine to where it was, and begins to work.
   *
   * @throws InvalidSpecException if no driver was added
   * @throws JournalException if the journal cannot be opened or does not verify
   */
  Engine start();
}
