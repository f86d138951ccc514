package dev.berth.driver.process.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A living process that bears a run's marker, as {@code /proc} shows it.
 *
 * @param pid the process
 * @param startTime in ticks since the machine's start
 * @param environment what it was started with
 * @param command its command line
 */
record MarkedProcess(long pid, long startTime, Map<String, String> environment, String command) {
  /** All processes of that run; none of an engine's own, which is started without the marker. */
  static List<MarkedProcess> of(String run) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> read(process.pid()).stream())
        .filter(process -> run.equals(process.environment.get(CrashWorkloads.MARKER)))
        .toList();
  }

  private static Optional<MarkedProcess> read(long pid) {
    Path directory = Path.of("/proc", Long.toString(pid));
    try {
      String stat = Files.readString(directory.resolve("stat"), ISO_8859_1);
      // The name, in parentheses, may hold spaces; state is the first field after it.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      if (fields[0].equals("Z") || fields[0].equals("X")) {
        return Optional.empty();
      }
      Map<String, String> environment = new TreeMap<>();
      for (String variable :
          Files.readString(directory.resolve("environ"), ISO_8859_1).split("\0")) {
        int equals = variable.indexOf('=');
        if (equals > 0) {
          environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
      }
      String command =
          Files.readString(directory.resolve("cmdline"), ISO_8859_1).replace('\0', ' ').strip();
      return Optional.of(
          new MarkedProcess(pid, Long.parseLong(fields[22 - 3]), environment, command));
    } catch (IOException endedOrNotOurs) {
      return Optional.empty();
    }
  }

  String task() {
    return environment.getOrDefault("BERTH_TASK", "of no task");
  }

  boolean shim() {
    return command.contains("shim.sh") && !command.contains("--fork");
  }

  /** Sends SIGKILL if it still is this process: the handle holds the start time too. */
  void kill() {
    ProcessHandle.of(pid)
        .filter(handle -> read(pid).filter(now -> now.startTime == startTime).isPresent())
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public String toString() {
    return "%d (%s: %s)".formatted(pid, task(), command);
  }
}
