package dev.berth.driver.docker;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Info;
import dev.berth.model.ContainerExit;
import dev.berth.model.Resources;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.ContainerStats;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.ExecResult;
import dev.berth.spi.Fingerprint;
import dev.berth.spi.Listing;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogQuery;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import dev.berth.view.ImageView;
import dev.berth.view.WritableLayerView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link DockerDriver} between its opening and its closing. */
final class OpenDockerDriver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenDockerDriver.class);

  private final DockerSettings settings;
  private final DriverContext context;
  private final Connection connection;
  private final Daemon daemon;
  private final DriverThreads threads;
  private final Inventory inventory;
  private final HostPorts ports;
  private final Bridges bridges;
  private final DockerTasks tasks;
  private final Images images;
  private final UnusedImages unusedImages;
  private final ImageStore store;
  private final Stops stops;
  private final DaemonEvents events;
  private final KnownNodes nodes;
  private final Map<Long, CompletableFuture<Listing>> openListings = new ConcurrentHashMap<>();
  private final AtomicLong listings = new AtomicLong();

  private OpenDockerDriver(DockerSettings settings, DriverContext context) throws IOException {
    this.settings = settings;
    this.context = context;
    nodes = new KnownNodes(context.directory());
    connection = new Connection(settings);
    daemon = new Daemon(connection);
    threads =
        new DriverThreads(
            settings.name(), settings.concurrency(), settings.pulling().concurrency());
    inventory = new Inventory(daemon, context.engineId(), settings.address());
    ports = new HostPorts(settings, context.engineId());
    bridges = new Bridges(daemon, threads, context.engineId());
    tasks =
        new DockerTasks(
            daemon,
            inventory,
            new DockerTasks.Network(ports, bridges),
            DockerTasks.Outside.of(context),
            settings);
    unusedImages =
        new UnusedImages(daemon, threads, context.directory(), settings.pulling().keepsUnused());
    images = new Images(daemon, threads, settings.pulling(), unusedImages);
    store = new ImageStore(daemon, context.engineId());
    stops = new Stops(daemon, threads);
    events =
        new DaemonEvents(
            settings,
            connection,
            threads,
            context.engineId(),
            new DaemonEvents.EventListener(this::happened, this::unreachable, context.observer()));
  }

  static OpenDockerDriver open(DockerSettings settings, DriverContext context) {
    try {
      OpenDockerDriver opened = new OpenDockerDriver(settings, context);
      opened.events.start();
      if (opened.events.unreachable().isEmpty()) {
        opened.threads.run(opened.bridges::sweep);
      }
      opened.unusedImages.start();
      return opened;
    } catch (IOException failure) {
      throw new DriverException(
          DriverException.Reason.FAILED,
          "driver '%s' cannot work in %s: %s"
              .formatted(settings.name(), context.directory(), failure),
          failure);
    }
  }

  /** An event of one of the engine's containers. */
  private void happened(Event event) {
    var actor = event.getActor();
    Map<String, String> attributes = actor == null ? null : actor.getAttributes();
    if (actor == null || attributes == null || !Labels.complete(attributes)) {
      return;
    }
    String id = String.valueOf(actor.getId());
    if ("destroy".equals(event.getAction())) {
      stops.seen(id, Optional.empty());
      if (!daemon.removedByUs(id)) {
        context.observer().accept(new Observation.Missed("container " + id + " was removed"));
      }
    } else if (Names.PAUSE.equals(attributes.get(Labels.CONTAINER))) {
      threads.run(() -> networkEnded(Labels.read(attributes).task().task()));
    } else {
      threads.run(() -> ended(id, attributes));
    }
  }

  /**
   * What kept a task's network open has ended. Nobody reaches what still runs there, so it is ended
   * too, and the engine replaces the task.
   */
  private void networkEnded(TaskId task) {
    for (Seen container : inventory.present(new TaskHandle(task.driverName()))) {
      if (!container.holdsNetwork() && container.phase() == Seen.Phase.RUNNING) {
        LOG.warn("task {} has lost its network: container {} is ended", task, container.name());
        boolean unused = daemon.kill(container.id(), "SIGKILL");
      }
    }
  }

  private void ended(String id, Map<String, String> attributes) {
    Seen seen = daemon.inspect(id).orElseGet(() -> asTold(id, attributes));
    if (seen.phase() == Seen.Phase.ENDED) {
      context.observer().accept(new Observation.ContainerSeen(seen.taskId(), seen.report()));
    }
    stops.seen(id, Optional.of(seen));
  }

  /** What the event says of a container that is gone already. */
  private static Seen asTold(String id, Map<String, String> attributes) {
    int code = Integer.parseInt(attributes.getOrDefault("exitCode", "-1"));
    return new Seen(
        id, "", attributes, Seen.Phase.ENDED, new Seen.End(code, false, ""), Seen.Made.UNKNOWN);
  }

  private <T> CompletableFuture<T> request(Callable<T> work) {
    return threads.request(() -> {
      requireReachable();
      return work.call();
    });
  }

  private void requireReachable() {
    Optional<String> unreachable = events.unreachable();
    if (unreachable.isPresent()) {
      throw new DriverException(DriverException.Reason.UNAVAILABLE, unreachable.get());
    }
  }

  CompletableFuture<Fingerprint> fingerprint() {
    return request(() -> {
      Info info = daemon.info();
      TreeMap<String, String> attributes = new TreeMap<>();
      put(attributes, "os.name", info.getOperatingSystem());
      put(attributes, "os.type", info.getOsType());
      put(attributes, "os.arch", info.getArchitecture());
      put(attributes, "kernel", info.getKernelVersion());
      put(attributes, "docker.version", info.getServerVersion());
      put(attributes, "docker.driver", info.getDriver());
      Integer processors = info.getNCPU();
      Long memory = info.getMemTotal();
      return new Fingerprint(
          Resources.of(
                  1024L * (processors == null ? 1 : processors),
                  (memory == null ? 0 : memory) >> 20)
              .with(Resources.PORTS, ports.size()),
          attributes,
          settings.address());
    });
  }

  private static void put(Map<String, String> attributes, String key, @Nullable String value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }

  CompletableFuture<TaskReport> create(TaskLaunch launch) {
    return images
        .pullAlways(launch.definition())
        .thenCompose(pulled -> create(launch, launch.definition().containers().size()));
  }

  /** What turns out to be missing is fetched, at most so many images. */
  private CompletableFuture<TaskReport> create(TaskLaunch launch, int mayBeMissing) {
    long asked = System.nanoTime();
    return this.<TaskReport>request(
            () -> {
              nodes.add(launch.node());
              return tasks.create(launch);
            })
        .exceptionallyCompose(failure ->
            mayBeMissing > 0
                    && failure.getCause() instanceof ImageMissingException missing
                    && Images.mayPull(launch.definition(), missing.image())
                ? images
                    .pullMissing(missing.image(), asked)
                    .thenCompose(pulled -> create(launch, mayBeMissing - 1))
                : CompletableFuture.failedFuture(failure));
  }

  CompletableFuture<TaskReport> start(TaskHandle task, String container) {
    return request(() -> tasks.start(task, container));
  }

  CompletableFuture<TaskReport> recover(TaskHandle task) {
    return request(() -> held(inventory.get(task)));
  }

  /** A task of an earlier life holds its ports in this one. */
  private TaskReport held(TaskReport report) {
    TaskId id = report.labels().task();
    ports.hold(
        id.driverName(),
        report.ports().stream()
            // Those at a task's own address are not the host's.
            .filter(port -> port.address().equals(settings.address()))
            .map(port ->
                new HostPort(
                    port.container(), port.name(), 1, port.hostPort(), true, port.protocol()))
            .toList());
    return report;
  }

  CompletableFuture<Listing> list() {
    Optional<String> unreachable = events.unreachable();
    if (unreachable.isPresent()) {
      return CompletableFuture.completedFuture(
          new Listing(List.of(), nodes.all(unreachable.get())));
    }
    long number = listings.incrementAndGet();
    CompletableFuture<Listing> answer = threads.request(this::listing);
    openListings.put(number, answer);
    return answer.whenComplete((listing, failure) -> openListings.remove(number));
  }

  private Listing listing() {
    try {
      return Listing.of(inventory.reports().stream().map(this::held).toList());
    } catch (RuntimeException failure) {
      if (!Failures.noAnswer(failure)) {
        throw failure;
      }
      String reason = String.valueOf(Failures.translate(settings.name(), failure).getMessage());
      return new Listing(List.of(), nodes.all(reason));
    }
  }

  /** Who waits for a listing of a daemon that hangs is told so. */
  private void unreachable(String reason) {
    openListings
        .values()
        .forEach(listing -> listing.complete(new Listing(List.of(), nodes.all(reason))));
  }

  CompletableFuture<Optional<TaskReport>> inspect(TaskHandle task) {
    return request(() -> inventory.inspect(task));
  }

  CompletableFuture<ContainerExit> stop(TaskHandle task, String container, Duration timeout) {
    return threads.chain(() -> {
      requireReachable();
      return tasks
          .settle(task, container)
          .map(found -> stopped(found, timeout))
          .orElseGet(OpenDockerDriver::gone);
    });
  }

  private static CompletableFuture<ContainerExit> gone() {
    return CompletableFuture.completedFuture(ContainerExit.unknown("it is gone"));
  }

  private CompletableFuture<ContainerExit> stopped(Daemon.Details details, Duration timeout) {
    return details.container().report() instanceof ContainerReport.Exited exited
        ? CompletableFuture.completedFuture(exited.exit())
        : stops.stop(details.container().id(), details.stopSignal(), timeout);
  }

  CompletableFuture<Void> destroy(TaskHandle task) {
    return request(
            () -> {
              tasks.destroy(task);
              return task;
            })
        .thenAccept(destroyed -> {});
  }

  CompletableFuture<List<ImageView>> images() {
    return request(store::images);
  }

  CompletableFuture<List<WritableLayerView>> writableLayers() {
    return request(store::writableLayers);
  }

  CompletableFuture<ContainerStats> stats(TaskHandle task, String container) {
    return threads.stream(() ->
        new Commands(daemon, settings.requestTimeout())
            .stats(inventory.container(task, container)));
  }

  CompletableFuture<LogChunk> logs(TaskHandle task, String container, LogQuery query) {
    return threads.stream(() ->
        new ContainerLogs(daemon, settings.requestTimeout())
            .read(inventory.container(task, container), query));
  }

  CompletableFuture<ExecResult> exec(
      TaskHandle task, String container, List<String> command, Duration timeout) {
    return threads.stream(() ->
        new Commands(daemon, settings.requestTimeout())
            .exec(inventory.container(task, container), command, timeout));
  }

  /** What is left is left to the next start, where the daemon takes its time. */
  private void settleBridges() {
    if (events.unreachable().isEmpty() && bridges.toSettle()) {
      try {
        Boolean unused =
            request(
                    () -> {
                      bridges.settle();
                      return true;
                    })
                .get(5, TimeUnit.SECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException later) {
        LOG.info("driver '{}' leaves networks behind: {}", settings.name(), later.getMessage());
      }
    }
  }

  @Override
  public void close() {
    settleBridges();
    connection.close();
    events.close();
    stops.close();
    threads.close();
  }
}
