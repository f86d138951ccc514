package dev.berth.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The process with the engine, as the spectator holds it. */
final class HostProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final BufferedWriter commands;
  private final Board board;
  private final Watched<String> engineId = new Watched<>("");
  private final Thread reader;
  private volatile boolean endExpected;

  private HostProcess(Process process, Board board) {
    this.process = process;
    this.board = board;
    commands = process.outputWriter(UTF_8);
    reader = Thread.ofVirtual().name("reports").start(this::read);
  }

  /**
   * Starts it and waits until its engine runs.
   *
   * @throws Unexpected if that takes too long
   */
  static HostProcess start(WorkFolder folder, Board board) {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EngineHost.class.getName(),
                folder.root().toString())
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    try {
      HostProcess host = new HostProcess(builder.start(), board);
      board.engine(Moment.EngineLife.Status.STARTING, host.pid());
      return host;
    } catch (IOException failure) {
      throw new UncheckedIOException("the engine's process could not be started", failure);
    }
  }

  /** Waits until the engine runs. */
  void awaitReady() {
    engineId.await("the engine to run", START_LIMIT, id -> !id.isEmpty());
    board.engine(Moment.EngineLife.Status.UP, pid());
  }

  long pid() {
    return process.pid();
  }

  private void read() {
    try (BufferedReader reports = process.inputReader(UTF_8)) {
      for (String line = reports.readLine(); line != null; line = reports.readLine()) {
        take(Report.parse(line));
      }
    } catch (IOException closed) {
      // The same as the end of the reports.
      board.tell("the reports broke off: " + closed.getMessage());
    }
    if (!endExpected) {
      broken("the engine's process end unasked");
    }
  }

  private void take(Report report) {
    switch (report) {
      case Report.Ready ready -> engineId.change(before -> ready.engineId());
      case Report.Happened happened -> board.tell(happened.sentence());
      case Report.Seen seen -> board.see(seen.fleet());
      case Report.Failed failed -> broken("the engine's process refuse: " + failed.reason());
    }
  }

  private void broken(String reason) {
    engineId.end(reason);
    board.fleet().end(reason);
  }

  void send(Command command) {
    try {
      commands.write(command.line());
      commands.newLine();
      commands.flush();
    } catch (IOException failure) {
      throw Unexpected.of("the engine's process to take '" + command.line() + "'", "" + failure);
    }
  }

  /** Sends SIGKILL, and waits for the end and for the last of its reports. */
  void kill() {
    endExpected = true;
    process.destroyForcibly();
    awaitEnd();
    board.engine(Moment.EngineLife.Status.KILLED, pid());
  }

  /** Tells it to stop everything, and waits until it ended by itself. */
  void stop() {
    endExpected = true;
    send(new Command.Stop());
    int code = awaitEnd();
    if (code != 0) {
      throw Unexpected.of("the engine's process to end with 0", "exit code " + code);
    }
    board.engine(Moment.EngineLife.Status.ENDED, pid());
  }

  private int awaitEnd() {
    try {
      if (process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS) && reader.join(END_LIMIT)) {
        return process.exitValue();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw Unexpected.of(
        "the engine's process %d to end within %d s".formatted(pid(), END_LIMIT.toSeconds()),
        "it run on");
  }

  /** Ends it in whatever state it is: the end of its input makes it stop what it runs. */
  @Override
  public void close() {
    endExpected = true;
    try {
      commands.close();
      awaitEnd();
    } catch (IOException | Unexpected failure) {
      process.destroyForcibly();
    }
  }
}
