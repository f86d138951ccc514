package dev.berth.driver.docker;

import dev.berth.InvalidSpecException;
import dev.berth.model.ContainerExit;
import dev.berth.model.NetworkMode;
import dev.berth.spi.ContainerStats;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.ExecResult;
import dev.berth.spi.Fingerprint;
import dev.berth.spi.Listing;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogQuery;
import dev.berth.spi.SecretValue;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import dev.berth.view.ImageView;
import dev.berth.view.WritableLayerView;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks as containers of one Docker daemon. Several daemons are several drivers with names of
 * their own.
 *
 * <p>A container gets no capability, cannot gain privileges, and has bounds for its processes, its
 * log and, where the definition says so, its memory. No definition can open these.
 *
 * <p>Tasks of several containers share one network: the containers reach each other at {@code
 * localhost}. With {@link NetworkMode#AWSVPC} a task has an address of its own on its cluster's
 * bridge, which the daemon's machine and the tasks of the same cluster reach, and its ports are the
 * containers' own. Otherwise ports are published at the driver's {@link Builder#address address};
 * where that is the loopback, no other machine reaches them.
 *
 * <p>Containers go on when the engine ends. All the driver knows of them is kept by the daemon. A
 * daemon that does not answer, be it when the engine starts, makes its node lost until it does.
 *
 * <p>An exit code above 128 counts as the signal it nearly always is. A command run beside a
 * container is killed at its timeout where the daemon is on this machine and this user may do so.
 */
public final class DockerDriver implements Driver {
  private final DockerSettings settings;
  private final AtomicReference<@Nullable OpenDockerDriver> open = new AtomicReference<>();

  /**
   * How far one layer of an image is that is being fetched.
   *
   * @param image the image's name
   * @param layer the layer's short id
   * @param status in the daemon's words, such as {@code Downloading}
   * @param bytes that are done
   * @param total how many there are; 0 where that is not known
   */
  public record PullProgress(String image, String layer, String status, long bytes, long total) {}

  private DockerDriver(DockerSettings settings) {
    this.settings = settings;
  }

  /**
   * A driver named {@code docker} for the daemon that Docker's own command would use: of {@code
   * DOCKER_HOST}, of the context chosen, or of this machine.
   */
  public static DockerDriver connect() {
    return builder().build();
  }

  /** A driver for the daemon at {@code unix:///path} or {@code tcp://host:port}. */
  public static DockerDriver connect(URI host) {
    return builder().host(host).build();
  }

  /**
   * A driver for a daemon that shows and wants certificates.
   *
   * @param certificates the directory of {@code ca.pem}, {@code cert.pem} and {@code key.pem}
   */
  public static DockerDriver connect(URI host, Path certificates) {
    return builder().host(host).certificates(certificates).build();
  }

  /** A builder with the values of {@link #connect()}. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public DriverCapabilities capabilities() {
    return new DriverCapabilities(
        Set.of(
            DriverCapabilities.Feature.IMAGES,
            DriverCapabilities.Feature.MEMORY_LIMIT,
            DriverCapabilities.Feature.EXEC,
            DriverCapabilities.Feature.CONTAINER_OPTIONS,
            DriverCapabilities.Feature.MOUNTS,
            DriverCapabilities.Feature.SECRET_VARIABLES),
        settings.networkModes());
  }

  @Override
  public void open(DriverContext context) {
    OpenDockerDriver opened = OpenDockerDriver.open(settings, context);
    if (!open.compareAndSet(null, opened)) {
      opened.close();
      throw new DriverException(
          DriverException.Reason.UNAVAILABLE,
          "driver '%s' is open already: an instance serves one engine".formatted(name()));
    }
  }

  @Override
  public CompletionStage<Fingerprint> fingerprint() {
    return opened(OpenDockerDriver::fingerprint);
  }

  @Override
  public CompletionStage<TaskReport> create(TaskLaunch launch) {
    return opened(driver -> driver.create(launch));
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle task, String container) {
    return opened(driver -> driver.start(task, container));
  }

  @Override
  public CompletionStage<TaskReport> recover(TaskHandle task) {
    return opened(driver -> driver.recover(task));
  }

  @Override
  public CompletionStage<Listing> list() {
    return opened(OpenDockerDriver::list);
  }

  @Override
  public CompletionStage<Optional<TaskReport>> inspect(TaskHandle task) {
    return opened(driver -> driver.inspect(task));
  }

  @Override
  public CompletionStage<ContainerExit> stop(TaskHandle task, String container, Duration timeout) {
    return opened(driver -> driver.stop(task, container, timeout));
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle task) {
    return opened(driver -> driver.destroy(task));
  }

  @Override
  public CompletionStage<ContainerStats> stats(TaskHandle task, String container) {
    return opened(driver -> driver.stats(task, container));
  }

  @Override
  public CompletionStage<LogChunk> logs(TaskHandle task, String container, LogQuery query) {
    return opened(driver -> driver.logs(task, container, query));
  }

  @Override
  public CompletionStage<ExecResult> exec(
      TaskHandle task, String container, List<String> command, Duration timeout) {
    return opened(driver -> driver.exec(task, container, command, timeout));
  }

  private <T> CompletionStage<T> opened(Function<OpenDockerDriver, CompletableFuture<T>> call) {
    OpenDockerDriver driver = open.get();
    if (driver == null) {
      return CompletableFuture.failedFuture(
          new DriverException(
              DriverException.Reason.UNAVAILABLE, "driver '" + name() + "' is not open"));
    }
    return call.apply(driver);
  }

  /**
   * The images of the daemon with their layers, those of others included.
   *
   * @throws DriverException if the daemon does not tell
   */
  public List<ImageView> images() {
    return answer(opened(OpenDockerDriver::images));
  }

  /**
   * What the containers of the engine's tasks have written over their images. The daemon looks
   * through all their files for it.
   *
   * @throws DriverException if the daemon does not tell
   */
  public List<WritableLayerView> writableLayers() {
    return answer(opened(OpenDockerDriver::writableLayers));
  }

  private static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof DriverException told
          ? told
          : new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    OpenDockerDriver driver = open.getAndSet(null);
    if (driver != null) {
      driver.close();
    }
  }

  /** Builds a {@link DockerDriver}. */
  public static final class Builder {
    private String name = "docker";
    private URI host = DockerHost.usual();
    private @Nullable Path certificates = DockerHost.certificates().orElse(null);
    private int firstPort = 20_000;
    private int lastPort = 29_999;
    private long logFileLimit = 8L << 20;
    private int logFiles = 3;
    private long processLimit = 4_096;
    private Optional<String> address = Optional.empty();
    private boolean hostNetwork;
    private int concurrency = 16;
    private Duration heartbeat = Duration.ofSeconds(2);
    private Duration patience = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(60);

    private int pulls = 3;
    private Duration pullTimeout = Duration.ofMinutes(30);
    private final Map<String, RegistryCredentials.Login> logins = new TreeMap<>();
    private Consumer<PullProgress> progress = told -> {};

    private Duration keepsUnused = Duration.ZERO;

    private Builder() {}

    /** The name nodes refer to. */
    public Builder name(String value) {
      if (!value.matches("[a-z0-9][a-z0-9_.-]{0,62}")) {
        throw new InvalidSpecException(
            "driver name '%s' is not a name: use 1 to 63 of a-z 0-9 _ . - and begin with a letter or digit"
                .formatted(value));
      }
      name = value;
      return this;
    }

    /** Where the daemon is: {@code unix:///path} or {@code tcp://host:port}. */
    public Builder host(URI value) {
      String scheme = String.valueOf(value.getScheme());
      if (!scheme.equals("unix") && !scheme.equals("tcp")) {
        throw new InvalidSpecException(
            "Docker host '%s' must be unix:///path or tcp://host:port".formatted(value));
      }
      host = value;
      return this;
    }

    /**
     * The daemon of a Docker context.
     *
     * @throws InvalidSpecException if there is no such context
     */
    public Builder context(String name) {
      return host(DockerHost.ofContext(name, RegistryCredentials.directory()));
    }

    /** The directory of {@code ca.pem}, {@code cert.pem} and {@code key.pem}; then TLS is used. */
    public Builder certificates(Path directory) {
      certificates = directory;
      return this;
    }

    /** The host ports that tasks get, both included. */
    public Builder ports(int first, int last) {
      if (first < 1 || last > 65_535 || first > last) {
        throw new InvalidSpecException(
            "ports (%d to %d) must be a range within 1 to 65535".formatted(first, last));
      }
      firstPort = first;
      lastPort = last;
      return this;
    }

    /** Bytes after which a container's log is rotated, 1,024 to 1 TiB; default 8 MiB. */
    public Builder logFileLimit(long bytes) {
      logFileLimit = between("logFileLimit", bytes, 1_024, 1L << 40);
      return this;
    }

    /** How many files of log are kept of each container, 1 to 100; default 3. */
    public Builder logFiles(int count) {
      logFiles = (int) between("logFiles", count, 1, 100);
      return this;
    }

    /** How many processes a container may have, 1 to 4,194,304; default 4,096. */
    public Builder processLimit(long count) {
      processLimit = between("processLimit", count, 1, 4_194_304);
      return this;
    }

    /** The address at which others reach this daemon's ports; default the host's, or 127.0.0.1. */
    public Builder address(String value) {
      address = Optional.of(value);
      return this;
    }

    /** Lets definitions ask for the network of the daemon's machine itself. */
    public Builder hostNetwork() {
      hostNetwork = true;
      return this;
    }

    /** How many requests are made at once, 1 to 256; default 16. */
    public Builder concurrency(int requests) {
      concurrency = (int) between("concurrency", requests, 1, 256);
      return this;
    }

    /**
     * How soon it is noticed that the daemon no longer answers.
     *
     * @param interval between questions, 10 ms to 1 min; default 2 s
     * @param within how long an answer may take, 10 ms to 5 min; default 10 s
     */
    public Builder heartbeat(Duration interval, Duration within) {
      long unused = between("heartbeat interval in ms", interval.toMillis(), 10, 60_000);
      unused = between("heartbeat answer in ms", within.toMillis(), 10, 300_000);
      heartbeat = interval;
      patience = within;
      return this;
    }

    /** How long one request may take, 1 s to 1 h; default 1 min. */
    public Builder requestTimeout(Duration value) {
      long unused = between("requestTimeout in ms", value.toMillis(), 1_000, 3_600_000);
      requestTimeout = value;
      return this;
    }

    /**
     * Who this driver is to a registry; of others it looks into Docker's own {@code config.json}.
     *
     * @param server its host, with its port if it has one, as in the names of its images
     */
    public Builder registry(String server, String user, SecretValue password) {
      logins.put(server, new RegistryCredentials.Login(user, password));
      return this;
    }

    /** How many images are fetched at once, 1 to 64; default 3. */
    public Builder pulls(int count) {
      pulls = (int) between("pulls", count, 1, 64);
      return this;
    }

    /** How long fetching one image may take, 1 s to 1 day; default 30 min. */
    public Builder pullTimeout(Duration value) {
      long unused = between("pullTimeout in ms", value.toMillis(), 1_000, 86_400_000);
      pullTimeout = value;
      return this;
    }

    /**
     * Removes images that this driver fetched once no task has used them for so long, 1 s to 1,000
     * days; without it none is removed. Images that somebody else fetched or built stay, and so do
     * those of any container.
     */
    public Builder removeUnusedImages(Duration after) {
      long unused = between("removeUnusedImages in s", after.toSeconds(), 1, 86_400_000);
      keepsUnused = after;
      return this;
    }

    /** Told of the course of fetching, often, on the driver's threads. */
    public Builder onPull(Consumer<PullProgress> listener) {
      progress = listener;
      return this;
    }

    private static long between(String what, long value, long low, long high) {
      if (value < low || value > high) {
        throw new InvalidSpecException(
            "%s (%d) must be between %d and %d".formatted(what, value, low, high));
      }
      return value;
    }

    private String reachedAt() {
      return address.orElseGet(() ->
          host.getScheme().equals("tcp")
              ? Objects.requireNonNullElse(host.getHost(), "127.0.0.1")
              : "127.0.0.1");
    }

    /** The driver; nothing is connected yet. */
    public DockerDriver build() {
      return new DockerDriver(
          new DockerSettings(
              name,
              host,
              certificates,
              firstPort,
              lastPort,
              logFileLimit,
              logFiles,
              processLimit,
              reachedAt(),
              hostNetwork,
              concurrency,
              heartbeat,
              patience,
              requestTimeout,
              new DockerSettings.Pulling(
                  pulls,
                  pullTimeout,
                  keepsUnused,
                  new RegistryCredentials(logins, RegistryCredentials.usualFile()),
                  progress)));
    }
  }
}
