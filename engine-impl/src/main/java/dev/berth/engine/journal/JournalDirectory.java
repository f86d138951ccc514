package dev.berth.engine.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes the directory and the file of a journal, both for their owner only: events show the
 * environment of the workloads. SQLite gives its other files the permissions of this one.
 */
final class JournalDirectory {
  private JournalDirectory() {}

  /** Makes what is missing of {@code directory} and {@code file} in it. */
  static void make(Path directory, Path file) throws IOException {
    if (!Files.isDirectory(directory)) {
      makeDurably(directory);
    }
    if (!Files.exists(file)) {
      try {
        Files.createFile(file, forOwner(directory, "rw-------"));
      } catch (FileAlreadyExistsException e) {
        // Another engine was quicker; the lock on the file decides which of the two goes on.
        return;
      }
      sync(directory);
    }
  }

  /** From the top, each entry synced: a durable file in a directory that is lost is lost too. */
  static void makeDurably(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent == null || Files.isDirectory(directory)) {
      return;
    }
    if (!Files.isDirectory(parent)) {
      makeDurably(parent);
    }
    try {
      Files.createDirectory(directory, forOwner(parent, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    sync(parent);
  }

  /** Makes durable which files are in {@code directory}. */
  static void sync(Path directory) throws IOException {
    // Only POSIX systems open a directory like a file; others have no such step.
    if (posix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * The attribute that gives what is made in {@code place} these permissions, where there are any.
   */
  static FileAttribute<?>[] forOwner(Path place, String permissions) {
    return posix(place)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
