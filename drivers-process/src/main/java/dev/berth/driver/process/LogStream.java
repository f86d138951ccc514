package dev.berth.driver.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * One output stream of a container: {@code stdout.log}, to which the workload appends, and what was
 * rotated out of it, {@code stdout.log.<generation>.<base>}.
 *
 * <p>Rotation copies and truncates, because the workload keeps its descriptor. Lines that it writes
 * between the two are lost, a line that straddles it is given in two pieces, and nothing is rotated
 * while no engine runs.
 */
final class LogStream {
  /** How much of a stream one call reads. */
  private static final long BUDGET = 2L << 20;

  private final Path file;
  private final long fileLimit;
  private final int oldFiles;

  LogStream(Path file, long fileLimit, int oldFiles) {
    this.file = file;
    this.fileLimit = fileLimit;
    this.oldFiles = oldFiles;
  }

  /**
   * Lines and the place after them.
   *
   * @param lines oldest first
   * @param next where to go on
   */
  record Piece(List<String> lines, LogPosition next) {}

  /** The first lines after {@code position}, or the oldest kept. */
  synchronized Piece after(LogPosition position, int lines, boolean ended) throws IOException {
    List<String> found = new ArrayList<>();
    LogPosition next = position;
    long budget = BUDGET;
    for (LogSegment segment : segments(ended)) {
      if (segment.generation() >= position.generation() && found.size() < lines && budget > 0) {
        long from = segment.generation() == position.generation() ? position.offset() : 0;
        long end = segment.read(from, budget, line -> found.size() < lines && found.add(line));
        budget -= end - Math.max(from, segment.base());
        next = new LogPosition(segment.generation(), end);
        if (end < segment.end()) {
          break;
        }
      }
    }
    return new Piece(found, next);
  }

  /** The last lines. */
  synchronized Piece tail(int lines, boolean ended) throws IOException {
    Deque<String> found = new ArrayDeque<>();
    LogPosition next = LogPosition.START;
    List<LogSegment> segments = segments(ended);
    long behind = segments.stream().mapToLong(segment -> segment.end() - segment.base()).sum();
    for (LogSegment segment : segments) {
      long size = segment.end() - segment.base();
      behind -= size;
      long wanted = Math.max(0, Math.min(size, BUDGET - behind));
      if (wanted > 0 || segment.generation() == segments.getLast().generation()) {
        long from = segment.lineStart(segment.end() - wanted);
        long end =
            segment.read(
                from,
                wanted,
                line -> {
                  found.add(line);
                  if (found.size() > lines) {
                    found.remove();
                  }
                  return true;
                });
        next = new LogPosition(segment.generation(), end);
      }
    }
    return new Piece(List.copyOf(found), next);
  }

  /** Rotates if the file has passed its limit. */
  synchronized void rotate() throws IOException {
    long size = size(file);
    if (size <= fileLimit) {
      return;
    }
    List<LogSegment> old = rotated();
    long generation = old.isEmpty() ? 0 : old.getLast().generation() + 1;
    // What is written in one second may pass the limit by far; then only the end is kept.
    long base = size <= 2 * fileLimit ? 0 : size - fileLimit;
    Path copy = file.resolveSibling(file.getFileName() + "." + generation + "." + base);
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel source = FileChannel.open(file, READ, WRITE);
        FileChannel target = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
      copy(source, base, size, target);
      // A second, short pass makes the moment before truncation short, too.
      copy(source, size, Math.min(source.size(), size + fileLimit), target);
      Files.move(temporary, copy, StandardCopyOption.ATOMIC_MOVE);
      source.truncate(0);
    }
    for (int i = 0; i < old.size() - oldFiles + 1; i++) {
      Files.deleteIfExists(old.get(i).file());
    }
  }

  private static void copy(FileChannel source, long from, long to, FileChannel target)
      throws IOException {
    long at = from;
    while (at < to) {
      at += source.transferTo(at, to - at, target);
    }
  }

  private List<LogSegment> segments(boolean ended) throws IOException {
    List<LogSegment> segments = rotated();
    long generation = segments.isEmpty() ? 0 : segments.getLast().generation() + 1;
    segments.add(new LogSegment(file, generation, 0, size(file), ended));
    return segments;
  }

  /** What was rotated out, oldest first. */
  private List<LogSegment> rotated() throws IOException {
    List<LogSegment> found = new ArrayList<>();
    String prefix = file.getFileName() + ".";
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory(), prefix + "*")) {
      for (Path old : files) {
        String[] numbers = old.getFileName().toString().substring(prefix.length()).split("\\.");
        if (numbers.length == 2) {
          long base = Long.parseLong(numbers[1]);
          found.add(new LogSegment(old, Long.parseLong(numbers[0]), base, base + size(old), true));
        }
      }
    } catch (NoSuchFileException removed) {
      return found;
    }
    found.sort(Comparator.comparingLong(LogSegment::generation));
    return found;
  }

  private Path directory() {
    return Objects.requireNonNull(file.getParent());
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException absent) {
      return 0;
    }
  }
}
