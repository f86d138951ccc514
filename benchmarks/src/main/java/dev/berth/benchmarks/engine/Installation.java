package dev.berth.benchmarks.engine;

import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.EngineBuilder;
import dev.berth.Service;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.Driver;
import dev.berth.spi.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * An engine on a {@link DataPlane}, with one cluster of all its nodes and services of equal tasks.
 */
public final class Installation implements AutoCloseable {
  /** The cluster's name. */
  public static final String CLUSTER = "c2m";

  private static final String SERVICE = "web";
  private static final int CPU_UNITS = 10;
  private static final int MEMORY_MIB = 10;

  /** Room for so much more than the tasks in the middle, so that lost nodes can be made up for. */
  private static final double ROOM = 1.2;

  /** What takes longer than that does not work. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Engine engine;
  private final DataPlane plane;
  private final MeasuredJournal journal;
  private final List<Service> services = new ArrayList<>();

  private Installation(Engine engine, DataPlane plane, MeasuredJournal journal) {
    this.engine = engine;
    this.plane = plane;
    this.journal = journal;
  }

  /**
   * Starts an engine, which takes up what the journal knows.
   *
   * @param options what the engine's builder is told besides
   */
  public static Installation start(
      DataPlane plane, Journal journal, UnaryOperator<EngineBuilder> options) {
    MeasuredJournal measured = new MeasuredJournal(journal);
    EngineBuilder builder = Engine.builder().journal(measured);
    for (Driver driver : plane.drivers()) {
      builder = builder.driver(driver);
    }
    return new Installation(options.apply(builder).start(), plane, measured);
  }

  /**
   * Makes the cluster and adds every node, with room for {@code tasks} and some more: one after the
   * other in a rack, and all racks at a time.
   */
  public void addNodes(int nodes, int tasks) {
    Cluster cluster = engine.createCluster(CLUSTER);
    long perNode = (long) Math.ceil(ROOM * tasks / nodes);
    Resources resources = Resources.of(perNode * CPU_UNITS, perNode * MEMORY_MIB);
    List<Future<?>> added = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (List<NodeSpec> rack : plane.nodeSpecs(resources)) {
        added.add(threads.submit(() -> rack.forEach(cluster::addNode)));
      }
    }
    added.forEach(Future::resultNow);
  }

  /** Registers the task definition and makes so many services of it, none with a task. */
  public void addServices(int count) {
    TaskDefinition definition =
        engine.register(
            TaskDefinition.builder(SERVICE)
                .container(
                    "app", app -> app.image("redis:7").cpuUnits(CPU_UNITS).memoryMiB(MEMORY_MIB))
                .build());
    Cluster cluster = engine.cluster(CLUSTER);
    for (int i = 0; i < count; i++) {
      services.add(
          cluster.createService(
              ServiceSpec.of(SERVICE + i, definition)
                  .desiredCount(0)
                  .healthyAfter(Duration.ZERO)
                  .deregistrationDelay(Duration.ZERO)
                  .build()));
    }
  }

  /** Takes up the services that are there already. */
  public void findServices() {
    Cluster cluster = engine.cluster(CLUSTER);
    cluster.services().forEach(name -> services.add(cluster.service(name)));
  }

  /** Asks for so many tasks, evenly of all services. */
  public void scaleTo(int tasks) {
    for (int i = 0; i < services.size(); i++) {
      services.get(i).scale(share(tasks, i, services.size()));
    }
  }

  /**
   * Which part of {@code whole} falls to one of {@code count}; all parts together are the whole.
   */
  static int share(int whole, int index, int count) {
    return whole / count + (index < whole % count ? 1 : 0);
  }

  /** Waits until all tasks that were asked for run, and no others. */
  public void awaitSteady() {
    services.forEach(service -> service.awaitSteady(PATIENCE));
  }

  /** How many tasks the engine says are RUNNING. */
  public int running() {
    return services.stream().mapToInt(service -> service.view().runningCount()).sum();
  }

  /** Waits until no snapshot is being written any more. */
  public void awaitQuiet() throws InterruptedException {
    for (int quiet = 0; quiet < 10; quiet = journal.quiet() ? quiet + 1 : 0) {
      Thread.sleep(50);
    }
  }

  /** The engine. */
  public Engine engine() {
    return engine;
  }

  /** The services. */
  public List<Service> services() {
    return List.copyOf(services);
  }

  /** The journal. */
  public MeasuredJournal journal() {
    return journal;
  }

  /** Ends the engine and leaves the tasks. */
  @Override
  public void close() {
    engine.detach();
  }
}
