package dev.berth.driver.docker;

import dev.berth.model.SecretReference;
import dev.berth.model.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files by which secrets are handed to containers of this machine's daemon: in memory, below a
 * directory that only this user enters. A container sees the one file that is mounted for it.
 */
final class SecretFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SecretFiles.class);
  private static final List<Path> IN_MEMORY = List.of(Path.of("/run"), Path.of("/dev/shm"));

  private final String engineId;

  SecretFiles(String engineId) {
    this.engineId = engineId;
  }

  private static Path memory() throws IOException {
    for (Path place : IN_MEMORY) {
      if (Files.isWritable(place) && Files.getFileStore(place).type().equals("tmpfs")) {
        return place;
      }
    }
    throw new IOException(
        "none of %s is a file system in memory that this user may write to".formatted(IN_MEMORY));
  }

  private Path directory(Path memory, TaskId task) {
    return ofEngine(memory).resolve(task.driverName());
  }

  private Path ofEngine(Path memory) {
    return memory.resolve("berth-" + engineId);
  }

  /** Writes one secret of a task; whoever is in the container may read it, nobody may change it. */
  synchronized Path write(TaskId task, SecretReference reference, String value) throws IOException {
    var onlyUs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path directory = Files.createDirectories(directory(memory(), task), onlyUs);
    Path file = directory.resolve(fileName(reference));
    Path next = directory.resolve(fileName(reference) + ".next");
    Files.deleteIfExists(next);
    Files.writeString(next, value);
    Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("r--r--r--"));
    return Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** A reference may hold slashes and be longer than a file's name. */
  private static String fileName(SecretReference reference) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(reference.name().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  synchronized void remove(TaskId task) {
    for (Path memory : IN_MEMORY) {
      Path directory = directory(memory, task);
      if (Files.isDirectory(directory)) {
        removeAll(directory);
        removeIfEmpty(ofEngine(memory));
      }
    }
  }

  private static void removeAll(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      LOG.warn("secrets in {} could not be removed: {}", directory, failure.toString());
    }
  }

  private static void removeIfEmpty(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      if (files.findAny().isEmpty()) {
        Files.deleteIfExists(directory);
      }
    } catch (IOException othersAreQuicker) {
      LOG.trace("{} stays", directory);
    }
  }
}
