package dev.berth.testkit;

import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.EngineBuilder;
import dev.berth.Service;
import dev.berth.engine.LocalEngineBuilder;
import dev.berth.engine.journal.MemoryJournal;
import dev.berth.engine.state.TaskState;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.spi.Driver;
import dev.berth.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Engines on virtual time that live one after the other, and may die in between. */
final class World {
  final VirtualTime time = new VirtualTime();
  final MemoryJournal journal = new MemoryJournal();
  private SimulatedDriver driver = new SimulatedDriver(time);
  private Duration appendTime = Duration.ZERO;
  private @Nullable Engine engine;

  /** The driver that the present engine has, or the next one gets. */
  SimulatedDriver driver() {
    return driver;
  }

  /** The engine that was started last. */
  Engine engine() {
    if (engine == null) {
      throw new IllegalStateException("no engine was started");
    }
    return engine;
  }

  /** Starts an engine on this world's journal and driver. */
  Engine start() {
    return start(journal, driver);
  }

  /** Starts an engine with these drivers, which may stand before this world's. */
  Engine start(Driver... drivers) {
    return start(journal, drivers);
  }

  /** Starts an engine on another journal. */
  Engine start(Journal other, Driver... drivers) {
    return start(new LocalEngineBuilder(), other, drivers);
  }

  /** Starts an engine of which {@code builder} says more. */
  Engine start(LocalEngineBuilder builder, Journal other, Driver... drivers) {
    EngineBuilder complete =
        builder
            .host(onFailure -> time.newHost(failure -> false, () -> appendTime))
            .journal(new ForwardingJournal(other))
            .healthProber(driver);
    for (Driver each : drivers) {
      complete.driver(each);
    }
    Engine started = complete.start();
    engine = started;
    return started;
  }

  /** Lets appends take so long from now on; the engine decides on meanwhile. */
  void appendsTake(Duration duration) {
    appendTime = duration;
  }

  /** Ends the engine as a power cut does: no further step, and what it called for is not heard. */
  void crash() {
    time.newHost();
    driver = driver.successor();
  }

  /** Creates the cluster {@code test} with that many nodes, {@code n1}, {@code n2} and so on. */
  Cluster nodes(int count) {
    Cluster cluster = engine().createCluster("test");
    for (int i = 1; i <= count; i++) {
      cluster.addNode(NodeSpec.of("n" + i, Resources.of(4 * 1024, 8 * 1024)));
    }
    return cluster;
  }

  /** The cluster {@code test}. */
  Cluster cluster() {
    return engine().cluster("test");
  }

  /** The service {@code web}. */
  Service web() {
    return cluster().service("web");
  }

  /** What to complete and create as the service {@code web}. */
  ServiceSpec.Builder web(TaskDefinition definition) {
    return ServiceSpec.of("web", engine().register(definition));
  }

  /** The tasks the engine knows of. */
  List<TaskId> known() {
    return StreamSupport.stream(time.state().tasks().spliterator(), false)
        .map(TaskState::id)
        .sorted()
        .toList();
  }
}
