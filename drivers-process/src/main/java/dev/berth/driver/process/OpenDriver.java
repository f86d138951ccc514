package dev.berth.driver.process;

import dev.berth.model.ContainerExit;
import dev.berth.spi.ContainerStats;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.ExecResult;
import dev.berth.spi.Fingerprint;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogQuery;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A {@link ProcessDriver} between its opening and its closing: all that needs threads and files.
 */
final class OpenDriver implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final ProcessDriver.Settings settings;
  private final Shim shim;
  private final TaskStore store;
  private final PortRange ports;
  private final DriverThreads threads;
  private final ExitWatch watch;
  private final Surroundings surroundings;
  private final Tasks tasks;

  private OpenDriver(
      ProcessDriver.Settings settings, DriverContext context, TaskStore store, Shim shim)
      throws IOException {
    this.settings = settings;
    this.shim = shim;
    this.store = store;
    ports = new PortRange(settings.firstPort(), settings.lastPort(), context.engineId());
    threads = new DriverThreads(settings.name());
    watch = new ExitWatch(store.exits(), threads);
    surroundings =
        new Surroundings(
            threads,
            watch,
            new ProcessTable(),
            settings.logFileLimit(),
            settings.logFiles(),
            context.observer());
    try {
      tasks = new Tasks(context.engineId(), store, ports, surroundings);
    } catch (IOException | RuntimeException failure) {
      watch.close();
      threads.close();
      throw failure;
    }
  }

  static OpenDriver open(ProcessDriver.Settings settings, DriverContext context) {
    try {
      // Before anything else, because it tells whether this machine will do.
      Shim.requireMachine();
      Files.createDirectories(context.directory(), OWNER_ONLY);
      TaskStore store = TaskStore.open(context.directory());
      try {
        return new OpenDriver(settings, context, store, Shim.install(store.directory()));
      } catch (IOException | RuntimeException failure) {
        store.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw new DriverException(
          DriverException.Reason.FAILED,
          "driver '%s' cannot work in %s: %s"
              .formatted(settings.name(), context.directory(), failure),
          failure);
    }
  }

  CompletableFuture<Fingerprint> fingerprint() {
    return answer(() -> Machine.fingerprint(ports.size(), settings.address()));
  }

  CompletableFuture<TaskReport> create(TaskLaunch launch) {
    return answer(() -> tasks.create(launch, settings.address()));
  }

  CompletableFuture<TaskReport> start(TaskHandle handle, String container) {
    return answer(() -> {
      ProcessTask task = tasks.get(handle);
      task.start(container, shim);
      return task.report(settings.address());
    });
  }

  CompletableFuture<TaskReport> recover(TaskHandle handle) {
    return compose(() -> {
      ProcessTask task = tasks.get(handle);
      return task.takeUp().thenApply(done -> task.report(settings.address()));
    });
  }

  CompletableFuture<List<TaskReport>> list() {
    return answer(() -> tasks.own().stream().map(task -> task.report(settings.address())).toList());
  }

  CompletableFuture<Optional<TaskReport>> inspect(TaskHandle handle) {
    return answer(() -> tasks.find(handle).map(task -> task.report(settings.address())));
  }

  CompletableFuture<ContainerExit> stop(TaskHandle handle, String container, Duration timeout) {
    return compose(() -> {
      Optional<ProcessTask> task = tasks.find(handle);
      return task.isPresent()
          ? task.get().stop(container, timeout)
          : CompletableFuture.completedFuture(ContainerExit.unknown("its task is gone"));
    });
  }

  CompletableFuture<Void> destroy(TaskHandle handle) {
    return compose(() -> {
      Optional<ProcessTask> task = tasks.find(handle);
      return task.isPresent()
          ? task.get().leave().thenCompose(left -> remove(handle))
          : CompletableFuture.completedFuture(null);
    });
  }

  private CompletableFuture<Void> remove(TaskHandle handle) {
    return threads
        .call(() -> {
          tasks.remove(handle.value());
          return handle;
        })
        .thenAccept(removed -> {});
  }

  CompletableFuture<ContainerStats> stats(TaskHandle task, String container) {
    return answer(() -> tasks.get(task).container(container).stats());
  }

  CompletableFuture<LogChunk> logs(TaskHandle task, String container, LogQuery query) {
    return answer(() -> tasks.get(task).container(container).logs(query));
  }

  CompletableFuture<ExecResult> exec(
      TaskHandle handle, String name, List<String> command, Duration timeout) {
    return threads.answer(
        threads.command(() -> {
          ProcessTask task = tasks.get(handle);
          ProcessContainer container = task.container(name);
          if (!(container.phase() instanceof Phase.Running)) {
            throw new DriverException(
                DriverException.Reason.FAILED,
                "%s does not run (%s): no command can run beside it"
                    .formatted(container, container.report()));
          }
          return Execution.run(
              surroundings,
              shim,
              container.directory(),
              task.workload(container),
              command,
              timeout);
        }));
  }

  private <T> CompletableFuture<T> answer(Callable<T> call) {
    return threads.answer(threads.call(call));
  }

  private <T> CompletableFuture<T> compose(Callable<CompletableFuture<T>> call) {
    return threads.answer(threads.chain(call));
  }

  @Override
  public void close() {
    watch.close();
    threads.close();
    store.close();
  }
}
