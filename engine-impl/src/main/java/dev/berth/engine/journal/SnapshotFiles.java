package dev.berth.engine.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files of snapshots in {@code snapshots} beside a journal.db: {@code SEQUENCE.snapshot}, and
 * {@code SEQUENCE.writing} until it is whole. What counts is what the journal has registered, so a
 * file that a crash left behind is removed, whatever it holds.
 */
final class SnapshotFiles {
  private static final String WHOLE = ".snapshot";
  private static final String WRITING = ".writing";

  private final Path directory;

  SnapshotFiles(Path journal) {
    directory = journal.resolve("snapshots");
  }

  Path file(long sequence) {
    return directory.resolve(sequence + WHOLE);
  }

  /** Where a new one is written; nothing is there yet. */
  Path begin(long sequence) throws IOException {
    if (!Files.isDirectory(directory)) {
      JournalDirectory.makeDurably(directory);
    }
    Path writing = writing(sequence);
    Files.deleteIfExists(writing);
    return writing;
  }

  /** Gives the new one its name, in the place of one that has it. */
  void publish(long sequence) throws IOException {
    Files.move(writing(sequence), file(sequence), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the names durable. */
  void sync() throws IOException {
    JournalDirectory.sync(directory);
  }

  /** Removes the new one, if it did not get its name. */
  void abandon(long sequence) throws IOException {
    Files.deleteIfExists(writing(sequence));
  }

  void remove(long sequence) throws IOException {
    Files.deleteIfExists(file(sequence));
  }

  /** Removes what is not one of {@code registered}; files of other names are not ours. */
  void removeAllBut(List<SnapshotRegistration> registered) throws IOException {
    Set<Path> kept = registered.stream().map(it -> file(it.sequence())).collect(Collectors.toSet());
    for (Path file : ours()) {
      if (!kept.contains(file)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * The highest number that a file has, 0 if there is none. A snapshot is begun when its last entry
   * is durable, so a journal that ends before it has lost its end.
   */
  long newest() throws IOException {
    long newest = 0;
    for (Path file : ours()) {
      String name = file.getFileName().toString();
      newest = Math.max(newest, Long.parseLong(name.substring(0, name.indexOf('.'))));
    }
    return newest;
  }

  /** Every file with a name that we give. */
  private List<Path> ours() throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(
              directory,
              file -> file.getFileName().toString().matches("\\d{1,18}\\.(snapshot|writing)"))) {
        found.forEach(files::add);
      }
    }
    return files;
  }

  private Path writing(long sequence) {
    return directory.resolve(sequence + WRITING);
  }
}
