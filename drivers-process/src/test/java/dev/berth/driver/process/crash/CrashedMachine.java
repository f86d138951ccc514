package dev.berth.driver.process.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The machine's own word: its processes, the driver's files, and the book of starts. */
final class CrashedMachine {
  private static final long PATIENCE_SECONDS = 120;

  private final String run;
  private final StartBook book;
  private final Path tasks;

  CrashedMachine(Path directory, String run) {
    this.run = run;
    book = StartBook.in(directory);
    tasks = directory.resolve("journal").resolve("drivers").resolve("process").resolve("tasks");
  }

  /**
   * Requires that exactly these tasks run, whole, and nothing else that bears the run's marker.
   * What was just killed or has just started something may take a moment to be gone.
   *
   * @param versions the tasks' versions
   */
  void requireExactly(Map<String, String> versions) {
    awaitNone(() -> difference(versions));
    requireNoneTwice();
    for (String task : versions.keySet()) {
      requireBookedProcess(task);
    }
  }

  private Optional<String> difference(Map<String, String> versions) {
    Map<String, List<MarkedProcess>> found =
        MarkedProcess.of(run).stream()
            .collect(Collectors.groupingBy(MarkedProcess::task, TreeMap::new, Collectors.toList()));
    if (!found.keySet().equals(versions.keySet())) {
      return Optional.of("tasks " + versions.keySet() + " are to run, but " + found + " do");
    }
    for (Map.Entry<String, List<MarkedProcess>> task : found.entrySet()) {
      int expected = CrashWorkloads.processes(versions.get(task.getKey()));
      long shims = task.getValue().stream().filter(MarkedProcess::shim).count();
      if (task.getValue().size() != expected || shims != 1) {
        return Optional.of(
            "task %s (%s) is to have %d processes, one of them a shim, and has %s"
                .formatted(task.getKey(), versions.get(task.getKey()), expected, task.getValue()));
      }
    }
    TreeSet<String> directories = new TreeSet<>(names("*"));
    if (!directories.equals(new TreeSet<>(versions.keySet()))) {
      return Optional.of(
          "tasks " + versions.keySet() + " are to be, but there are directories " + directories);
    }
    return Optional.empty();
  }

  private void requireBookedProcess(String task) {
    List<StartBook.Entry> starts =
        book.entries().stream()
            .filter(entry -> entry.task().equals(task) && entry.container().equals("app"))
            .toList();
    boolean runs =
        starts.size() == 1
            && MarkedProcess.of(run).stream()
                .anyMatch(process -> process.task().equals(task) && starts.getFirst().of(process));
    if (!runs) {
      throw new IllegalStateException(
          "task %s runs, but not as what wrote itself down: %s".formatted(task, starts));
    }
  }

  /** Requires that no container ever ran twice. */
  void requireNoneTwice() {
    Map<String, List<StartBook.Entry>> doubled = StartBook.doubled(book.entries());
    if (!doubled.isEmpty()) {
      throw new IllegalStateException("these ran more than once: " + doubled);
    }
  }

  /** How many containers ran so far. */
  int starts() {
    return book.entries().size();
  }

  /** Kills a task's main process or its shim, as somebody else might: the task has to end. */
  void disturb(Random random) {
    List<StartBook.Entry> started = book.entries();
    List<MarkedProcess> processes =
        MarkedProcess.of(run).stream()
            .filter(
                process -> process.shim() || started.stream().anyMatch(entry -> entry.of(process)))
            .toList();
    if (!processes.isEmpty()) {
      processes.get(random.nextInt(processes.size())).kill();
    }
  }

  /** The containers whose start the driver had noted and whose shim had not taken over. */
  int halfStarted() {
    int count = 0;
    for (String task : names("[!.]*")) {
      for (Path container : list(tasks.resolve(task).resolve("containers"), "*")) {
        if (Files.exists(container.resolve("started")) && !Files.exists(container.resolve("pid"))) {
          count++;
        }
      }
    }
    return count;
  }

  /** The tasks whose directory was just being made or removed. */
  int halfMade() {
    return names(".*").size();
  }

  private List<String> names(String glob) {
    return list(tasks, glob).stream().map(path -> path.getFileName().toString()).toList();
  }

  private static List<Path> list(Path directory, String glob) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
      entries.forEach(found::add);
      return found;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Ends all that is left of the run; gives what it found. */
  List<MarkedProcess> endAll() {
    List<MarkedProcess> found = MarkedProcess.of(run);
    awaitNone(() -> {
      List<MarkedProcess> left = MarkedProcess.of(run);
      left.forEach(MarkedProcess::kill);
      return left.isEmpty() ? Optional.empty() : Optional.of(left + " could not be ended");
    });
    return found;
  }

  private static void awaitNone(Supplier<Optional<String>> objection) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (Optional<String> now = objection.get(); now.isPresent(); now = objection.get()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(now.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
