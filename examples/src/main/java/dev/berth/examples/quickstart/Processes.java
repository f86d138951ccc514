package dev.berth.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The processes of this run's tasks as the operating system knows them, whatever the engine says:
 * found by their environment, which names the task and a home below the work folder.
 */
final class Processes {
  private static final Duration END_LIMIT = Duration.ofSeconds(3);

  private final Path folder;

  /**
   * A process of a task.
   *
   * @param pid its number
   * @param task the number of its task
   * @param program the path of what it runs
   */
  record Found(long pid, long task, Path program) {
    /** Whether it is the web server itself, rather than the process driver's watch over it. */
    boolean server() {
      return program.endsWith("jwebserver");
    }

    @Override
    public String toString() {
      return "process %d (%s of %s/%d)"
          .formatted(pid, program.getFileName(), EngineHost.SERVICE, task);
    }
  }

  Processes(Path folder) {
    this.folder = folder;
  }

  /**
   * The web servers: process number by task number.
   *
   * @throws Unexpected if a task has two
   */
  Map<Long, Long> servers() {
    Map<Long, Long> servers = new TreeMap<>();
    for (Found found : all()) {
      if (found.server() && servers.put(found.task(), found.pid()) != null) {
        throw Unexpected.of("one process for each task", all().toString());
      }
    }
    return servers;
  }

  /** The numbers of the tasks that have any process. */
  Set<Long> tasks() {
    return all().stream().map(Found::task).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every process of a task. */
  List<Found> all() {
    List<Found> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      entries.forEach(entry -> find(entry).ifPresent(all::add));
    } catch (IOException failure) {
      throw Unexpected.of("/proc to be readable", failure.toString());
    }
    return all;
  }

  private Optional<Found> find(Path entry) {
    try {
      Map<String, String> environment =
          environment(Files.readString(entry.resolve("environ"), UTF_8));
      String task = environment.getOrDefault("BERTH_TASK", "");
      if (task.isEmpty() || !environment.getOrDefault("HOME", "").startsWith(folder + "/")) {
        return Optional.empty();
      }
      return Optional.of(
          new Found(
              Long.parseLong(entry.getFileName().toString()),
              Long.parseLong(task.substring(task.lastIndexOf('-') + 1)),
              Files.readSymbolicLink(entry.resolve("exe"))));
    } catch (IOException endedOrNotOurs) {
      return Optional.empty();
    }
  }

  private static Map<String, String> environment(String text) {
    return Arrays.stream(text.split("\0"))
        .map(variable -> variable.split("=", 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (first, next) -> first));
  }

  /** What is left of the tasks after a short time to end; empty is how it should be. */
  List<Found> leftAfterAMoment() {
    CompletableFuture<?>[] ends =
        all().stream()
            .flatMap(found -> ProcessHandle.of(found.pid()).stream())
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException left) {
      return all();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return all();
  }

  /** Sends SIGKILL. */
  static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }
}
