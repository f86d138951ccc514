package dev.berth.driver.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes images that this driver fetched once no container has had them for long. Which those are
 * is kept in a file, because the daemon does not know who fetched an image. What others fetched or
 * built stays, and so does what any container has, be it another's. The daemon itself would let a
 * name go that a container was made by, where the image has other names.
 */
final class UnusedImages {
  private static final Logger LOG = LoggerFactory.getLogger(UnusedImages.class);
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final Duration SELDOM = Duration.ofMinutes(30);

  private final Daemon daemon;
  private final DriverThreads threads;
  private final DurableLines file;
  private final Duration kept;
  private final Map<String, Long> lastUsed = new TreeMap<>();

  /**
   * Reads which images there are; they count as used now.
   *
   * @param kept how long an image stays that no task uses; zero for ever
   */
  UnusedImages(Daemon daemon, DriverThreads threads, Path directory, Duration kept)
      throws IOException {
    this.daemon = daemon;
    this.threads = threads;
    this.kept = kept;
    file = new DurableLines(directory.resolve("images"));
    file.read().forEach(image -> lastUsed.put(image, System.nanoTime()));
  }

  /** Begins to look every now and then, if images are to be removed at all. */
  void start() {
    if (!kept.isZero()) {
      Duration quarter = kept.dividedBy(4);
      Duration pause =
          quarter.compareTo(OFTEN) < 0 ? OFTEN : quarter.compareTo(SELDOM) > 0 ? SELDOM : quarter;
      threads.after(pause, () -> look(pause));
    }
  }

  private void look(Duration pause) {
    try {
      Set<String> inUse = daemon.usedImages();
      names().stream()
          .filter(image ->
              daemon.image(image).stream().anyMatch(found -> inUse.contains(found.getId())))
          .forEach(this::touch);
      due().forEach(this::remove);
    } finally {
      threads.after(pause, () -> look(pause));
    }
  }

  private synchronized List<String> names() {
    return List.copyOf(lastUsed.keySet());
  }

  private synchronized List<String> due() {
    long now = System.nanoTime();
    List<String> due = new ArrayList<>();
    lastUsed.forEach((image, used) -> {
      if (now - used > kept.toNanos()) {
        due.add(image);
      }
    });
    return due;
  }

  private void remove(String image) {
    try {
      daemon.connection().requests().removeImageCmd(image).exec();
      LOG.info("removed image {}: no task has used it for {}", image, kept);
      forget(image);
    } catch (NotFoundException gone) {
      forget(image);
    } catch (ConflictException inUse) {
      touch(image);
    }
  }

  /** An image was fetched. */
  synchronized void fetched(String image) throws IOException {
    if (lastUsed.put(image, System.nanoTime()) == null) {
      write();
    }
  }

  private synchronized void touch(String image) {
    Long unused = lastUsed.computeIfPresent(image, (name, before) -> System.nanoTime());
  }

  private synchronized void forget(String image) {
    lastUsed.remove(image);
    try {
      write();
    } catch (IOException failure) {
      LOG.warn("{} cannot be written, it names an image too many: {}", file, failure.getMessage());
    }
  }

  private void write() throws IOException {
    file.write(lastUsed.keySet());
  }
}
