package dev.berth.driver.process;

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
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks as ordinary processes of this machine, on Linux.
 *
 * <p><b>There is no isolation.</b> A workload has the rights of the user who runs the engine, sees
 * the whole file system, network and process list, and no limit is enforced on it. Run only
 * programs you would also start yourself.
 *
 * <p>A workload gets these variables and no others: {@code PATH}, {@code HOME} (its own directory,
 * which is its working directory, too, unless the definition names another), those of its
 * definition, {@code PORT_<name>} for each port of its task, and {@code BERTH_ENGINE}, {@code
 * BERTH_TASK} and {@code BERTH_CONTAINER}, by which its processes are found again. In arguments and
 * variables {@code ${PORT_<name>}} is replaced. Standard input is empty; output goes to files,
 * which are rotated at a limit by copying and truncating: lines written in that moment may be lost,
 * and nothing is rotated while no engine runs.
 *
 * <p>Workloads go on when the engine ends, in whatever way, and their exit codes are known to the
 * next. A container's processes end with its main process, also those it moved to other sessions,
 * unless they hide by clearing their environment.
 */
public final class ProcessDriver implements Driver {
  private final Settings settings;
  private final AtomicReference<@Nullable OpenDriver> open = new AtomicReference<>();

  /** What the builder was told. */
  record Settings(
      String name, int firstPort, int lastPort, long logFileLimit, int logFiles, String address) {}

  private ProcessDriver(Settings settings) {
    this.settings = settings;
  }

  /** A driver named {@code process} with ports 20000 to 29999. */
  public static ProcessDriver create() {
    return builder().build();
  }

  /** A builder with the values of {@link #create}. */
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
        Set.of(DriverCapabilities.Feature.HOST_PROGRAMS, DriverCapabilities.Feature.EXEC),
        Set.of(NetworkMode.HOST));
  }

  @Override
  public void open(DriverContext context) {
    OpenDriver opened = OpenDriver.open(settings, context);
    if (!open.compareAndSet(null, opened)) {
      opened.close();
      throw new DriverException(
          DriverException.Reason.UNAVAILABLE,
          "driver '%s' is open already: an instance serves one engine".formatted(name()));
    }
  }

  @Override
  public CompletionStage<Fingerprint> fingerprint() {
    return opened(OpenDriver::fingerprint);
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
    return opened(OpenDriver::list).thenApply(Listing::of);
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

  private <T> CompletionStage<T> opened(Function<OpenDriver, CompletableFuture<T>> call) {
    OpenDriver driver = open.get();
    if (driver == null) {
      return CompletableFuture.failedFuture(
          new DriverException(
              DriverException.Reason.UNAVAILABLE, "driver '" + name() + "' is not open"));
    }
    return call.apply(driver);
  }

  @Override
  public void close() {
    OpenDriver driver = open.getAndSet(null);
    if (driver != null) {
      driver.close();
    }
  }

  /** Builds a {@link ProcessDriver}. */
  public static final class Builder {
    private String name = "process";
    private int firstPort = 20_000;
    private int lastPort = 29_999;
    private long logFileLimit = 8L << 20;
    private int logFiles = 2;
    private String address = "127.0.0.1";

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

    /** The host ports that tasks get, both included; outside the kernel's own ephemeral range. */
    public Builder ports(int first, int last) {
      if (first < 1 || last > 65_535 || first > last) {
        throw new InvalidSpecException(
            "ports (%d to %d) must be a range within 1 to 65535".formatted(first, last));
      }
      firstPort = first;
      lastPort = last;
      return this;
    }

    /** Bytes after which a file of output is rotated, at least 1,024; default 8 MiB. */
    public Builder logFileLimit(long bytes) {
      if (bytes < 1_024 || bytes > 1L << 40) {
        throw new InvalidSpecException(
            "logFileLimit (%d) must be between 1024 and %d".formatted(bytes, 1L << 40));
      }
      logFileLimit = bytes;
      return this;
    }

    /** How many rotated files of each stream are kept, 1 to 100; default 2. */
    public Builder logFiles(int count) {
      if (count < 1 || count > 100) {
        throw new InvalidSpecException("logFiles (%d) must be between 1 and 100".formatted(count));
      }
      logFiles = count;
      return this;
    }

    /** The address at which others reach this machine's ports. */
    public Builder address(String value) {
      address = value;
      return this;
    }

    /** The driver. */
    public ProcessDriver build() {
      return new ProcessDriver(
          new Settings(name, firstPort, lastPort, logFileLimit, logFiles, address));
    }
  }
}
