package dev.berth.engine;

import dev.berth.JournalException;
import dev.berth.engine.loop.EventFeed;
import dev.berth.engine.loop.LoopHost;
import dev.berth.spi.Driver;
import dev.berth.spi.HealthProber;
import dev.berth.spi.Journal;
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

  /** Each driver's directory: beside the journal, or one that goes with the engine. */
  Function<String, Path> directories(Journal kept) {
    Path root =
        kept.directory().map(directory -> directory.resolve("drivers")).orElseGet(this::temporary);
    return driver -> {
      try {
        return Files.createDirectories(root.resolve(driver));
      } catch (IOException failure) {
        throw new JournalException(
            "cannot make the directory of driver '%s' below %s: %s"
                .formatted(driver, root, failure.getMessage()),
            failure);
      }
    };
  }

  private Path temporary() {
    try {
      Path made = Files.createTempDirectory("berth-");
      temporary.add(made);
      return made;
    } catch (IOException failure) {
      throw new JournalException(
          "cannot make a temporary directory: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void run() {
    if (done.compareAndSet(false, true)) {
      feed.close();
      quietly(host::stop);
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
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      LOG.warn("could not remove {}: {}", directory, failure.toString());
    }
  }
}
