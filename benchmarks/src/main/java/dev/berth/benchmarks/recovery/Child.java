package dev.berth.benchmarks.recovery;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A process with the same Java, the same options and another main class. It dies with this one. */
final class Child implements AutoCloseable {
  private final Process process;
  private final String name;
  private final Thread atExit;

  private Child(Process process, String name) {
    this.process = process;
    this.name = name;
    this.atExit = new Thread(process::destroyForcibly, "end-of-" + name);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  static Child run(Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      return new Child(
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .redirectInput(new File("/dev/null"))
              .start(),
          main.getSimpleName());
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot start " + command, failed);
    }
  }

  /** The first line that it prints and {@code wanted} accepts. */
  String line(Predicate<String> wanted) {
    try {
      BufferedReader out = process.inputReader();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (wanted.test(line)) {
          return line;
        }
      }
      throw new IllegalStateException(
          "%s ended with status %d before it told anything".formatted(name, process.waitFor()));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read what %s tells".formatted(name), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + " was not waited for", interrupted);
    }
  }

  void awaitEnd() throws InterruptedException {
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("%s ended with status %d".formatted(name, status));
    }
  }

  /** Kills it, whatever it does, and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException late) {
        interrupted = true;
      }
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
