package dev.berth.driver.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.spi.DriverException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The small shell script between driver and workload: leader of the container's session and group,
 * writes down who it is and how the workload ended, and outlives this JVM.
 *
 * <p>{@code setsid --fork} puts it under the machine's first process, so that the JVM keeps no
 * thread for it. Where the JVM is that first process, the shim stays its child: else nobody would
 * reap it.
 */
final class Shim {
  private static final String SHELL = "/bin/sh";
  private static final List<Path> PLACES_OF_SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  /**
   * Ends when the shim has let go of its first output. The JVM cannot wait for that itself: when
   * its child has ended, it closes the pipe no matter who else writes to it.
   */
  private static final String DETACHED =
      """
      "$0" --fork "$@" 2>&1 | while read -r line; do printf '%s\\n' "$line"; done\
      """;

  private static final int LONGEST_MESSAGE = 2_000;

  private final Path script;
  private final String setsid;

  /**
   * One start at a time. The JVM starts programs through a small one of its own, which inherits the
   * pipes of all other starts under way: two of them, whose JVM is killed just then, would wait for
   * each other for ever, and keep open whatever the JVM had open.
   */
  private final Lock starting = new ReentrantLock();

  private Shim(Path script, String setsid) {
    this.script = script;
    this.setsid = setsid;
  }

  /**
   * Checks what has to be there before anything else is tried.
   *
   * @throws DriverException if this machine will not do
   */
  static void requireMachine() {
    String system = System.getProperty("os.name", "an unknown system");
    if (!system.equals("Linux")) {
      throw unsupported("it works on Linux, and this is " + system);
    }
    if (!Files.isReadable(Path.of("/proc/self/stat"))) {
      throw unsupported("/proc is not mounted");
    }
    if (!Files.isExecutable(Path.of(SHELL))) {
      throw unsupported("there is no " + SHELL);
    }
  }

  /**
   * Puts the script into {@code directory}.
   *
   * @throws DriverException if there is no usable {@code setsid}
   */
  static Shim install(Path directory) throws IOException {
    String setsid =
        PLACES_OF_SETSID.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> unsupported("there is no setsid: install util-linux"))
            .toString();
    requireFork(setsid);
    Path script = directory.resolve("shim.sh");
    try (InputStream text = Objects.requireNonNull(Shim.class.getResourceAsStream("shim.sh"))) {
      AtomicFile.write(script, new String(text.readAllBytes(), UTF_8));
    }
    return new Shim(script, setsid);
  }

  private static void requireFork(String setsid) throws IOException {
    Process probe =
        new ProcessBuilder(setsid, "--fork", SHELL, "-c", ":").redirectErrorStream(true).start();
    String said = said(probe);
    if (exitCode(probe) != 0) {
      throw unsupported(
          "%s has no --fork (%s): install setsid of util-linux".formatted(setsid, said));
    }
  }

  private static DriverException unsupported(String lack) {
    return new DriverException(
        DriverException.Reason.UNSUPPORTED, "the process driver cannot work here: " + lack);
  }

  /**
   * Starts a workload under a new shim; returns when the shim has recorded itself.
   *
   * @param command program with its whole path, and arguments
   * @param exits the file to which the shim appends when the workload has ended
   */
  ProcessIdentity launch(
      ContainerDirectory container, Path exits, Workload workload, List<String> command)
      throws IOException {
    List<String> line = new ArrayList<>();
    if (ProcessHandle.current().pid() == 1) {
      line.add(setsid);
    } else {
      line.addAll(List.of(SHELL, "-c", DETACHED, setsid));
    }
    line.addAll(List.of(SHELL, script.toString(), container.path().toString(), exits.toString()));
    line.addAll(command);
    // The end of the output is the shim's word that it took over; what came before are its errors.
    String said = said(start(process(workload, line)));
    return container
        .shim()
        .orElseThrow(() ->
            new DriverException(
                DriverException.Reason.FAILED,
                "container '%s' could not be started: %s"
                    .formatted(
                        workload.container(), said.isEmpty() ? "its shim ended at once" : said)));
  }

  /**
   * Starts a command in a session of its own, whose leader it is.
   *
   * @param output where all that it writes is appended
   */
  Process startSession(Workload workload, List<String> command, Path output) throws IOException {
    List<String> line = new ArrayList<>(List.of(setsid));
    line.addAll(command);
    return start(
        process(workload, line).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile())));
  }

  private Process start(ProcessBuilder process) throws IOException {
    starting.lock();
    try {
      return process.start();
    } finally {
      starting.unlock();
    }
  }

  private static ProcessBuilder process(Workload workload, List<String> line) {
    ProcessBuilder process = new ProcessBuilder(line);
    process.environment().clear();
    process.environment().putAll(workload.environment());
    return process
        .directory(workload.directory().toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true);
  }

  private static String said(Process process) throws IOException {
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readNBytes(LONGEST_MESSAGE), UTF_8).strip();
      output.skip(Long.MAX_VALUE);
      return said;
    }
  }

  private static int exitCode(Process process) throws IOException {
    try {
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new IOException(process.info() + " did not end within 10 s");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while checking for setsid", interrupted);
    }
  }
}
