package dev.berth.driver.process.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One life of the {@link CrashedProgram}: its JVM, what it is told and what it says. */
final class CrashJvm implements AutoCloseable {
  /** 128 and the signal's number, as a shell counts. */
  private static final int KILLED = 128 + 9;

  private static final long PATIENCE_SECONDS = 120;
  private static final String END = "\0";

  private final Process process;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  CrashJvm(List<String> java, Path directory, String run, Optional<Aim> aim) throws IOException {
    List<String> command = new ArrayList<>(java);
    command.addAll(
        List.of(
            CrashedProgram.class.getName(),
            directory.toString(),
            run,
            aim.map(Aim::toString).orElse("-")));
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    Thread reader = new Thread(this::read, "what the killed program says");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line);
      }
    } catch (IOException closed) {
      said.add("failed to be read: " + closed);
    } finally {
      said.add(END);
    }
  }

  void tell(String line) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
      process.outputWriter(StandardCharsets.UTF_8).flush();
    } catch (IOException gone) {
      throw new UncheckedIOException("the program ended by itself", gone);
    }
  }

  /**
   * The next thing it says.
   *
   * @throws IllegalStateException if it ends, or says nothing for two minutes
   */
  String listen() throws InterruptedException {
    return listen(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .orElseThrow(() ->
            new IllegalStateException(
                "the program said nothing for %d s".formatted(PATIENCE_SECONDS)));
  }

  /**
   * The next thing it says; empty if that is not within the time.
   *
   * @throws IllegalStateException if it ends
   */
  Optional<String> listen(long time, TimeUnit unit) throws InterruptedException {
    Optional<String> line = Optional.ofNullable(said.poll(time, unit));
    if (line.equals(Optional.of(END))) {
      process.waitFor();
      throw new IllegalStateException(
          "the program ended by itself with " + process.exitValue() + ": see its log");
    }
    return line;
  }

  /** Ends it with SIGKILL; gives what it had said until then and nobody heard yet. */
  List<String> kill() throws InterruptedException {
    // By its handle, which leaves its output open: what it had said is still in there.
    process.toHandle().destroyForcibly();
    int code = end();
    if (code != KILLED) {
      throw new IllegalStateException("it was to die by SIGKILL, and ended with " + code);
    }
    List<String> rest = new ArrayList<>();
    for (String line = heard(); !line.equals(END); line = heard()) {
      rest.add(line);
    }
    return rest;
  }

  private String heard() throws InterruptedException {
    String line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new IllegalStateException(
          "the program was killed, and something that it started keeps its output open");
    }
    return line;
  }

  /** Waits for its end; gives its exit code. */
  int end() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the program did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
