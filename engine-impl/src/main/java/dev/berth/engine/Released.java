package dev.berth.engine;

import dev.berth.engine.loop.EventFeed;
import dev.berth.engine.loop.LoopHost;
import dev.berth.spi.Driver;
import dev.berth.spi.HealthProber;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives back all that an engine took, once: the loop first, the journal last. */
final class Released implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Released.class);

  private final LoopHost host;
  private final EventFeed feed;
  private final Collection<Driver> drivers;
  private final HealthProber prober;
  private final Journal journal;
  private final List<Path> temporary = new ArrayList<>();
  private volatile Runnable afterLoop = () -> {};
  private final AtomicBoolean done = new AtomicBoolean();

  Released(
      LoopHost host,
      EventFeed feed,
      Collection<Driver> drivers,
      HealthProber prober,
      Journal journal) {
    this.host = host;
    this.feed = feed;
    this.drivers = drivers;
    this.prober = prober;
    this.journal = journal;
  }

  /**
   * Each driver's directory: beside the journal, or one that goes with the engine. None is made
   * here, for a driver may need none.
   */
  Function<String, Path> directories(JournalLease lease) {
    Path root =
        journal
            .directory()
            .map(directory -> directory.resolve("drivers"))
            .orElseGet(() -> temporary(lease));
    return root::resolve;
  }

  /** What is done once the loop has stopped, while drivers and journal are still open. */
  void afterLoop(Runnable step) {
    afterLoop = step;
  }

  private Path temporary(JournalLease lease) {
    Path directory =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "berth-%s-%d".formatted(lease.engineId(), lease.epoch()));
    temporary.add(directory);
    return directory;
  }

  @Override
  public void run() {
    if (done.compareAndSet(false, true)) {
      feed.close();
      quietly(host::stop);
      quietly(afterLoop);
      drivers.forEach(driver -> quietly(driver::close));
      quietly(prober::close);
      quietly(journal::close);
      temporary.forEach(directory -> quietly(() -> delete(directory)));
    }
  }

  private static void quietly(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      LOG.warn("while releasing an engine: {}", failure.toString());
    }
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      LOG.warn("could not remove {}: {}", directory, failure.toString());
    }
  }
}
