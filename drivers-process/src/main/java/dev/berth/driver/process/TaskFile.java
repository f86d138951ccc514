package dev.berth.driver.process;

import dev.berth.BerthException;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.TaskId;
import dev.berth.spi.DriverException;
import dev.berth.spi.TaskLabels;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** A {@link TaskRecord} on disk, as properties. */
final class TaskFile {
  private static final String FORMAT = "1";

  private TaskFile() {}

  static void write(Path file, TaskRecord task) throws IOException {
    Properties lines = new Properties();
    lines.setProperty("format", FORMAT);
    lines.setProperty("engine", task.labels().engineId());
    lines.setProperty("task", task.labels().task().toString());
    lines.setProperty("definitionHash", task.labels().definitionHash());
    lines.setProperty("journalSequence", Long.toString(task.labels().journalSequence()));
    lines.setProperty("containers", Integer.toString(task.containers().size()));
    for (int i = 0; i < task.containers().size(); i++) {
      writeContainer(lines, "container." + i + ".", task.containers().get(i));
    }
    StringWriter text = new StringWriter();
    lines.store(text, null);
    AtomicFile.write(file, text.toString());
  }

  private static void writeContainer(Properties lines, String at, ContainerRecord container) {
    lines.setProperty(at + "name", container.name());
    container.workingDirectory().ifPresent(path -> lines.setProperty(at + "directory", path));
    lines.setProperty(at + "arguments", Integer.toString(container.command().size()));
    for (int i = 0; i < container.command().size(); i++) {
      lines.setProperty(at + "argument." + i, container.command().get(i));
    }
    container
        .environment()
        .forEach((name, value) -> lines.setProperty(at + "variable." + name, value));
    lines.setProperty(at + "ports", Integer.toString(container.ports().size()));
    for (int i = 0; i < container.ports().size(); i++) {
      HostPort port = container.ports().get(i);
      PortMapping mapping = port.mapping();
      lines.setProperty(
          at + "port." + i,
          "%s %d %d %s %d"
              .formatted(
                  mapping.name(),
                  mapping.containerPort(),
                  mapping.hostPort(),
                  mapping.protocol(),
                  port.number()));
    }
  }

  /**
   * Reads it back.
   *
   * @throws DriverException if the file is damaged: what it holds is never guessed
   */
  static TaskRecord read(Path file) throws IOException {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
      if (!required(lines, "format").equals(FORMAT)) {
        throw new IllegalArgumentException("its format is " + required(lines, "format"));
      }
      List<ContainerRecord> containers = new ArrayList<>();
      for (int i = 0; i < number(lines, "containers"); i++) {
        containers.add(readContainer(lines, "container." + i + "."));
      }
      return new TaskRecord(
          new TaskLabels(
              required(lines, "engine"),
              TaskId.parse(required(lines, "task")),
              required(lines, "definitionHash"),
              Long.parseLong(required(lines, "journalSequence"))),
          containers);
    } catch (IllegalArgumentException | BerthException damage) {
      throw new DriverException(
          DriverException.Reason.FAILED,
          "%s is not a readable task record (%s): restore it, or end the task's processes and remove its directory"
              .formatted(file, damage.getMessage()),
          damage);
    }
  }

  private static ContainerRecord readContainer(Properties lines, String at) {
    List<String> command = new ArrayList<>();
    for (int i = 0; i < number(lines, at + "arguments"); i++) {
      command.add(required(lines, at + "argument." + i));
    }
    SortedMap<String, String> environment = new TreeMap<>();
    String variable = at + "variable.";
    for (String key : lines.stringPropertyNames()) {
      if (key.startsWith(variable)) {
        environment.put(key.substring(variable.length()), required(lines, key));
      }
    }
    List<HostPort> ports = new ArrayList<>();
    for (int i = 0; i < number(lines, at + "ports"); i++) {
      ports.add(readPort(required(lines, at + "port." + i)));
    }
    return new ContainerRecord(
        required(lines, at + "name"),
        command,
        environment,
        Optional.ofNullable(lines.getProperty(at + "directory")),
        ports);
  }

  private static HostPort readPort(String line) {
    String[] parts = line.split(" ");
    if (parts.length != 5) {
      throw new IllegalArgumentException("'" + line + "' is not a port");
    }
    return new HostPort(
        new PortMapping(
            parts[0],
            Integer.parseInt(parts[1]),
            Integer.parseInt(parts[2]),
            Protocol.valueOf(parts[3])),
        Integer.parseInt(parts[4]));
  }

  private static int number(Properties lines, String key) {
    return Integer.parseInt(required(lines, key));
  }

  private static String required(Properties lines, String key) {
    String value = lines.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("'" + key + "' is missing");
    }
    return value;
  }
}
