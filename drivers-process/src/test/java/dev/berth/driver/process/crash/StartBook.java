package dev.berth.driver.process.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file into which every container writes itself the moment it runs, with one append: whatever
 * the engine believes, here stands what ran.
 */
record StartBook(Path file) {
  /**
   * One start.
   *
   * @param task the task's name
   * @param container the container's name
   * @param pid its main process
   * @param startTime when that was started, in ticks since the machine's start
   */
  record Entry(String task, String container, long pid, long startTime) {
    /** Whether that process wrote it. */
    boolean of(MarkedProcess process) {
      return pid == process.pid() && startTime == process.startTime();
    }
  }

  static StartBook in(Path directory) {
    return new StartBook(directory.resolve("starts"));
  }

  /** All starts, in their order. */
  List<Entry> entries() {
    try {
      List<Entry> entries = new ArrayList<>();
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] words = line.split(" ");
          entries.add(
              new Entry(words[0], words[1], Long.parseLong(words[2]), Long.parseLong(words[3])));
        }
      }
      return entries;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The containers that ran more than once, with all their starts. */
  static Map<String, List<Entry>> doubled(List<Entry> entries) {
    Map<String, List<Entry>> byContainer = new LinkedHashMap<>();
    for (Entry entry : entries) {
      byContainer
          .computeIfAbsent(entry.task() + "." + entry.container(), absent -> new ArrayList<>())
          .add(entry);
    }
    byContainer.values().removeIf(starts -> starts.size() == 1);
    return byContainer;
  }
}
