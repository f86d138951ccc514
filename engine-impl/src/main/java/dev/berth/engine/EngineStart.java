package dev.berth.engine;

import dev.berth.Engine;
import dev.berth.engine.LocalEngineBuilder.Outside;
import dev.berth.engine.LocalEngineBuilder.Settings;
import dev.berth.engine.command.Command.StartEngine;
import dev.berth.engine.decide.Decider;
import dev.berth.engine.dispatch.Dispatcher;
import dev.berth.engine.dispatch.Dispatcher.Resumption;
import dev.berth.engine.dispatch.DriverCalls;
import dev.berth.engine.journal.EventCodec;
import dev.berth.engine.loop.EngineLoop;
import dev.berth.engine.loop.EventFeed;
import dev.berth.engine.loop.Input;
import dev.berth.engine.loop.Ledger;
import dev.berth.engine.loop.LoopHost;
import dev.berth.engine.loop.Routes;
import dev.berth.engine.loop.Watches;
import dev.berth.engine.observe.HealthMonitor;
import dev.berth.engine.observe.Listings;
import dev.berth.engine.observe.Probes;
import dev.berth.engine.place.Placement;
import dev.berth.engine.snapshot.SnapshotCodec;
import dev.berth.engine.snapshot.Snapshots;
import dev.berth.engine.state.Changes;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.EventApplier;
import dev.berth.engine.state.StateRestorer;
import dev.berth.engine.time.Timers;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverContext;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalLease;
import dev.berth.spi.JournalSnapshot;
import dev.berth.spi.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The start of an engine: opens the journal, replays it, opens the drivers, takes up what earlier
 * lives left running, and only then lets the loop work. What fails on the way gives everything back
 * and stops nothing.
 */
final class EngineStart {
  // Costly to make; nothing in it changes, so all engines of a JVM read and write through it.
  private static final EventCodec CODEC = new EventCodec();

  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private final Settings settings;
  private final Journal journal;
  private final Map<String, Driver> drivers;
  private final Outside outside;
  private final LoopHost host;

  private final EngineState state = new EngineState();
  private final Changes changes = new Changes();
  private final Timers timers = new Timers();
  private final Routes routes = new Routes();
  private final Watches watches = new Watches();
  private final Placement placement;
  private final Loopline line;
  private final EventFeed feed;
  private final Released released;

  EngineStart(
      Settings settings,
      Journal journal,
      Map<String, Driver> drivers,
      Outside outside,
      Function<Consumer<Throwable>, LoopHost> hosts) {
    this.settings = settings;
    this.journal = journal;
    this.drivers = Collections.unmodifiableMap(drivers);
    this.outside = outside;
    this.host = hosts.apply(this::stepFailed);
    this.placement = new Placement(state, capabilities(drivers));
    this.line = new Loopline(host, watches, settings.commandQueueLimit());
    this.feed = new EventFeed(host.userThreads());
    this.released = new Released(host, feed, drivers.values(), outside.prober(), journal);
  }

  private static Map<String, DriverCapabilities> capabilities(Map<String, Driver> drivers) {
    Map<String, DriverCapabilities> capabilities = new HashMap<>();
    drivers.forEach((name, driver) -> capabilities.put(name, driver.capabilities()));
    return capabilities;
  }

  private void stepFailed(Throwable failure) {
    line.close("the engine stopped itself: " + failure.getMessage());
  }

  Engine start() {
    try {
      return begin();
    } catch (RuntimeException | Error failure) {
      released.run();
      throw failure;
    }
  }

  private Engine begin() {
    JournalLease lease = journal.open();
    // A step that does nothing, but finds that the lead is lost.
    journal.onLost(() -> host.put(new Input.Returned((now, reports) -> {})));
    Map<String, Driver> led = LedDriver.all(drivers, () -> journal.requireLead(lease.epoch()));
    Ledger ledger = new Ledger(journal, lease, CODEC, new EventApplier(state, changes), placement);
    Optional<JournalSnapshot> snapshot = journal.snapshot();
    snapshot.ifPresent(newest -> {
      new SnapshotCodec().decode(newest, new StateRestorer(state));
      placement.restore();
    });
    ledger.replay(state.sequence());
    Snapshots snapshots =
        new Snapshots(
            journal,
            lease,
            snapshot.map(JournalSnapshot::sequence).orElse(0L),
            settings.snapshots(),
            host.background());
    released.afterLoop(() -> {
      snapshots.end();
      snapshots.writeLast(state);
    });
    Function<String, Path> directories = released.directories(lease);
    led.forEach((name, driver) ->
        driver.open(
            new DriverContext(
                lease.engineId(), directories.apply(name), observed(name), outside.secrets())));
    Recovery recovery = new Recovery(state, led, line, lease);
    recovery.list();

    DriverCalls calls = new DriverCalls(state, led, lease.engineId(), new DefinitionHash(CODEC));
    Resumption resumption = continuation -> host.put(new Input.Returned(continuation));
    Dispatcher dispatcher =
        new Dispatcher(state, calls, timers, resumption, settings.driverCallsPerNode());
    HealthMonitor health =
        new HealthMonitor(state, new Probes(calls, outside.prober()), timers, resumption);
    Listings listings = new Listings(state, led, timers, resumption, settings.listingInterval());
    EngineLoop loop =
        new EngineLoop(
            new EngineLoop.Core(state, changes, ledger, placement, timers),
            new EngineLoop.Edges(
                new Decider(state, placement, led.keySet()),
                dispatcher,
                health,
                listings,
                snapshots),
            new EngineLoop.Audience(routes, feed, watches),
            settings.nodeLossTolerance());
    recovery.takeUp(host.now(), dispatcher, health, listings, changes);
    recovery.publish(routes);
    CompletableFuture<Void> started = new CompletableFuture<>();
    host.put(new Input.Asked(new StartEngine(lease.engineId(), lease.epoch()), started));
    host.put(recovery.findings());
    host.start(loop);
    line.answer(started, START_LIMIT, () -> "the engine did not take its first step");
    return new LocalEngine(
        lease.engineId(),
        new EngineParts(host, line, state, placement, routes, led),
        feed,
        released);
  }

  private Consumer<Observation> observed(String driver) {
    return new Observer(driver, host, timers);
  }
}
