package dev.berth.driver.process;

import dev.berth.spi.DriverException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What exactly is to run: where, with which variables, all ports filled in.
 *
 * @param container the container's name, for messages
 * @param environment all the process gets, nothing is inherited
 * @param directory the working directory
 */
record Workload(String container, Map<String, String> environment, Path directory) {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Pattern PORT = Pattern.compile("\\$\\{(PORT_[A-Za-z0-9_]+)}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String SHIM_PREFIX = "_berth_";
  private static final Set<String> KEPT_BY_SHELL =
      Set.of("_", "IFS", "OLDPWD", "OPTIND", "PPID", "PWD", "SHLVL");

  static Workload of(TaskRecord task, ContainerRecord container, Path work) {
    Path directory = container.workingDirectory().map(Path::of).orElse(work);
    Map<String, String> ports = ports(task, container);
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", DEFAULT_PATH);
    environment.put("HOME", work.toString());
    container.environment().forEach((name, value) -> environment.put(name, fill(value, ports)));
    environment.putAll(ports);
    new Marker(task.labels().engineId(), task.name(), container.name()).putInto(environment);
    return new Workload(container.name(), environment, directory);
  }

  /** The ports of all containers of the task; where two have one name, the container's own. */
  private static Map<String, String> ports(TaskRecord task, ContainerRecord own) {
    Map<String, String> ports = new TreeMap<>();
    task.containers().forEach(other -> addPorts(other, ports));
    addPorts(own, ports);
    return ports;
  }

  private static void addPorts(ContainerRecord container, Map<String, String> ports) {
    container
        .ports()
        .forEach(port -> ports.put(port.mapping().variable(), Integer.toString(port.number())));
  }

  private static String fill(String text, Map<String, String> ports) {
    // What names no port of the task may be meant for a shell, and stays.
    return PORT.matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(ports.getOrDefault(found.group(1), found.group())));
  }

  /**
   * A command line with its ports filled in and its program's path found.
   *
   * @throws DriverException if the program does not exist or cannot be executed
   */
  List<String> command(List<String> defined) {
    List<String> filled = new ArrayList<>();
    defined.forEach(argument -> filled.add(fill(argument, environment)));
    filled.set(0, program(filled.get(0)));
    return filled;
  }

  private String program(String name) {
    if (name.contains("/")) {
      Path path = directory.resolve(name);
      if (!Files.isRegularFile(path)) {
        throw notFound("command '%s' does not exist".formatted(path));
      }
      if (!Files.isExecutable(path)) {
        throw notFound("command '%s' is not executable: chmod +x it".formatted(path));
      }
      return path.toString();
    }
    String searched = environment.getOrDefault("PATH", "");
    for (String entry : searched.split(":")) {
      Path path = directory.resolve(entry).resolve(name);
      if (!name.isEmpty() && Files.isRegularFile(path) && Files.isExecutable(path)) {
        return path.toString();
      }
    }
    throw notFound(
        "command '%s' does not exist on the PATH %s: install it on the node, or give its whole path"
            .formatted(name, searched));
  }

  private DriverException notFound(String what) {
    return new DriverException(
        DriverException.Reason.COMMAND_NOT_FOUND, "container '" + container + "': " + what);
  }

  /**
   * Checks that the working directory is there.
   *
   * @throws DriverException if it is not
   */
  void requireDirectory() {
    if (!Files.isDirectory(directory)) {
      throw new DriverException(
          DriverException.Reason.FAILED,
          "container '%s': working directory '%s' does not exist: create it on the node"
              .formatted(container, directory));
    }
  }

  /**
   * Checks the names of variables, which a shell hands over.
   *
   * @throws DriverException for a name that a shell would drop or change
   */
  static void requireVariables(String container, Iterable<String> names) {
    for (String name : names) {
      if (!VARIABLE.matcher(name).matches()
          || KEPT_BY_SHELL.contains(name)
          || name.startsWith(SHIM_PREFIX)) {
        throw new DriverException(
            DriverException.Reason.UNSUPPORTED,
            ("container '%s': the process driver cannot set environment variable '%s':"
                    + " use letters, digits and _, and none of %s or %s*")
                .formatted(container, name, new TreeSet<>(KEPT_BY_SHELL), SHIM_PREFIX));
      }
    }
  }
}
