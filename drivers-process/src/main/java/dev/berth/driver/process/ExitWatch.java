package dev.berth.driver.process;

import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after running containers. A shim appends to a file named after its task when its workload
 * has ended; one watch on the directory of these files tells at once which task to look at, whether
 * or not the processes are this JVM's children. Once a second all running containers are looked at,
 * for shims that could not tell and for output that has grown too large.
 *
 * <p>Two threads: one that waits for changes, and the JDK's own that reads them from the kernel.
 */
final class ExitWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration PERIOD_WITHOUT_WATCH = Duration.ofMillis(200);

  private final Path directory;
  private final DriverThreads threads;
  private final Map<String, Set<ProcessContainer>> running = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final @Nullable WatchService service;
  private final @Nullable Thread thread;

  ExitWatch(Path directory, DriverThreads threads) {
    this.directory = directory;
    this.threads = threads;
    service = watch(directory);
    threads.every(service == null ? PERIOD_WITHOUT_WATCH : PERIOD, this::lookAtAll);
    if (service == null) {
      thread = null;
    } else {
      WatchService open = service;
      thread = new Thread(() -> take(open), threads.named("exits"));
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static @Nullable WatchService watch(Path directory) {
    try {
      WatchService service = FileSystems.getDefault().newWatchService();
      directory.register(service, ENTRY_MODIFY);
      return service;
    } catch (IOException exhausted) {
      LOG.warn("exits are looked for every {}: no inotify watch", PERIOD_WITHOUT_WATCH, exhausted);
      return null;
    }
  }

  /** The file to which the shims of a task append. */
  Path file(String task) {
    return directory.resolve(task);
  }

  void add(ProcessContainer container) {
    running.compute(
        container.task(),
        (task, present) -> {
          Set<ProcessContainer> containers =
              present == null ? ConcurrentHashMap.newKeySet() : present;
          containers.add(container);
          return containers;
        });
    // It may have ended before it was watched.
    threads.run(container::look);
  }

  void remove(ProcessContainer container) {
    running.computeIfPresent(
        container.task(),
        (task, containers) -> {
          containers.remove(container);
          return containers.isEmpty() ? null : containers;
        });
  }

  private void take(WatchService open) {
    try {
      while (true) {
        WatchKey key = open.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          if (event.kind().equals(OVERFLOW)) {
            threads.run(this::lookAtAll);
          } else {
            look(String.valueOf(event.context()));
          }
        }
        key.reset();
      }
    } catch (ClosedWatchServiceException | InterruptedException closed) {
      LOG.debug("no longer watching for exits");
    }
  }

  private void look(String task) {
    running.getOrDefault(task, Set.of()).forEach(container -> threads.run(container::look));
  }

  private void lookAtAll() {
    // A slow round is not overtaken by the next.
    if (looking.compareAndSet(false, true)) {
      try {
        running
            .values()
            .forEach(containers ->
                containers.forEach(container -> {
                  container.look();
                  container.rotateLog();
                }));
      } finally {
        looking.set(false);
      }
    }
  }

  @Override
  public void close() {
    if (service == null || thread == null) {
      return;
    }
    try {
      service.close();
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (IOException failure) {
      LOG.warn("the watch for exits could not be closed", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
