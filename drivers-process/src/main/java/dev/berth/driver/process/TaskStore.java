package dev.berth.driver.process;

import dev.berth.spi.DriverException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's directory, which only one open driver has at a time. A task's directory appears
 * whole and disappears whole: it is made and removed under a name that begins with a dot.
 */
final class TaskStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskStore.class);
  private static final String RECORD = "task.properties";
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path directory;
  private final FileChannel lock;

  private TaskStore(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens the store in {@code directory}.
   *
   * @throws DriverException if another driver has it open
   */
  static TaskStore open(Path directory) throws IOException {
    Path absolute = directory.toRealPath();
    FileChannel channel =
        FileChannel.open(
            absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock(channel, absolute);
      TaskStore store = new TaskStore(absolute, channel);
      Files.createDirectories(store.tasks(), OWNER_ONLY);
      Files.createDirectories(store.exits(), OWNER_ONLY);
      store.sweep();
      return store;
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static void lock(FileChannel channel, Path directory) throws IOException {
    FileLock held;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException sameMachine) {
      held = null;
    }
    if (held == null) {
      throw new DriverException(
          DriverException.Reason.UNAVAILABLE,
          "%s is in use by another open driver: close that, or give each its own directory"
              .formatted(directory));
    }
  }

  private Path tasks() {
    return directory.resolve("tasks");
  }

  /** Where shims tell of exits, one file for each task. */
  Path exits() {
    return directory.resolve("exits");
  }

  /** Where the driver's own files lie. */
  Path directory() {
    return directory;
  }

  /** The directory of one container. */
  ContainerDirectory container(String task, String container) {
    return new ContainerDirectory(tasks().resolve(task).resolve("containers").resolve(container));
  }

  /** Every task. */
  List<TaskRecord> load() throws IOException {
    List<TaskRecord> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(tasks())) {
      for (Path task : entries) {
        if (!task.getFileName().toString().startsWith(".")) {
          found.add(TaskFile.read(task.resolve(RECORD)));
        }
      }
    }
    return found;
  }

  /** Makes a task's directory. */
  void make(TaskRecord task) throws IOException {
    Path making = tasks().resolve(".new-" + task.name());
    delete(making);
    Files.createDirectory(making, OWNER_ONLY);
    for (ContainerRecord container : task.containers()) {
      new ContainerDirectory(making.resolve("containers").resolve(container.name())).make();
    }
    TaskFile.write(making.resolve(RECORD), task);
    AtomicFile.move(making, tasks().resolve(task.name()));
  }

  /** Replaces a task's record. */
  void update(TaskRecord task) throws IOException {
    TaskFile.write(tasks().resolve(task.name()).resolve(RECORD), task);
  }

  /** Removes a task's directory. What cannot be removed now is tried again at the next opening. */
  void remove(String task) throws IOException {
    Path going = tasks().resolve(".gone-" + task);
    try {
      AtomicFile.move(tasks().resolve(task), going);
    } catch (NoSuchFileException gone) {
      LOG.debug("task {} was removed before", task);
    }
    Files.deleteIfExists(exits().resolve(task));
    deleteOrWarn(going);
  }

  private void sweep() throws IOException {
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(tasks(), ".*")) {
      unfinished.forEach(TaskStore::deleteOrWarn);
    }
    try (DirectoryStream<Path> told = Files.newDirectoryStream(exits())) {
      for (Path task : told) {
        if (!Files.exists(tasks().resolve(task.getFileName()))) {
          deleteOrWarn(task);
        }
      }
    }
  }

  private static void deleteOrWarn(Path path) {
    try {
      delete(path);
    } catch (IOException failure) {
      LOG.warn("{} could not be removed; the next start tries again", path, failure);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isReadable(path) || !Files.isWritable(path) || !Files.isExecutable(path)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path entry : entries) {
          delete(entry);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException failure) {
      LOG.warn("the lock on {} could not be released", directory, failure);
    }
  }
}
