package dev.berth.driver.docker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;

/** A small file of lines that is whole, old or new, after any crash. */
final class DurableLines {
  private final Path file;

  DurableLines(Path file) {
    this.file = file;
  }

  /** The lines; none where there is no file yet. */
  List<String> read() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Replaces them, durably when it returns. */
  void write(Collection<String> lines) throws IOException {
    Files.createDirectories(file.getParent());
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, lines);
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
