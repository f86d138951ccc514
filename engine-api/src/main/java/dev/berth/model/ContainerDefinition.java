package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One container of a task: what runs, with which resources, ports and health check. Meaning and
 * defaults are those of an ECS container definition.
 *
 * @param name unique in the task
 * @param image the image to run; empty for a program of the node's own file system
 * @param entryPoint program and leading arguments; with {@code command} it makes the command line
 * @param command arguments, or program and arguments where {@code entryPoint} is empty
 * @param environment variables, which are all the workload sees besides what its driver documents
 * @param workingDirectory an absolute path; empty: the image's, or the task's own directory
 * @param cpuUnits 1,024 per vCPU: what placement counts; 0 counts nothing
 * @param memoryMiB the hard limit; 0: none. Refused at placement where a driver cannot enforce it
 * @param memoryReservationMiB the soft limit, which placement counts if given; below {@code
 *     memoryMiB} where both are given
 * @param resources further resources placement counts, by name
 * @param ports the ports the container listens on
 * @param health empty: the container is not checked
 * @param essential whether its exit stops the whole task; default true
 * @param dependsOn what it waits for before it starts
 * @param startTimeout a container that is not running so long after its turn came has failed to
 *     start; 1 ms to 1 h, default 3 min
 * @param stopTimeout from the stop signal to the kill; 0 to 1 h, default 30 s
 * @param labels free key/value pairs
 */
public record ContainerDefinition(
    String name,
    Optional<String> image,
    List<String> entryPoint,
    List<String> command,
    SortedMap<String, String> environment,
    Optional<String> workingDirectory,
    int cpuUnits,
    int memoryMiB,
    int memoryReservationMiB,
    Resources resources,
    List<PortMapping> ports,
    Optional<HealthCheck> health,
    boolean essential,
    List<ContainerDependency> dependsOn,
    Duration startTimeout,
    Duration stopTimeout,
    SortedMap<String, String> labels) {
  /**
   * Checks every part.
   *
   * @throws InvalidSpecException if a part is out of the bounds given above, or parts contradict
   *     each other
   */
  public ContainerDefinition {
    Requirements.definitionName("container name", name);
    String of = "container '" + name + "': ";
    entryPoint = arguments(of + "entryPoint", entryPoint);
    command = arguments(of + "command", command);
    if (image.isPresent() && image.get().isBlank()) {
      throw new InvalidSpecException(
          of + "image '" + image.get() + "' is blank: name one, or leave it out");
    }
    if (image.isEmpty() && entryPoint.isEmpty() && command.isEmpty()) {
      throw new InvalidSpecException(of + "neither image nor command: nothing to run");
    }
    environment = environment(of, environment);
    requireAbsolute(of, workingDirectory);
    Requirements.between(of + "cpu units", cpuUnits, 0, 1 << 30);
    Requirements.between(of + "memory MiB", memoryMiB, 0, 1 << 30);
    Requirements.between(of + "memory reservation MiB", memoryReservationMiB, 0, 1 << 30);
    if (memoryMiB > 0 && memoryReservationMiB >= memoryMiB) {
      throw new InvalidSpecException(
          of
              + "memory (%d MiB) must be above memoryReservation (%d MiB)"
                  .formatted(memoryMiB, memoryReservationMiB));
    }
    requireOwnNames(of, resources);
    ports = List.copyOf(ports);
    Requirements.atMost(of + "port mappings", ports.size(), 100);
    requireKnownPort(of, health, ports);
    dependsOn = List.copyOf(dependsOn);
    Requirements.atMost(of + "dependencies", dependsOn.size(), 32);
    Requirements.between(
        of + "startTimeout", startTimeout, Duration.ofMillis(1), Duration.ofHours(1));
    Requirements.between(of + "stopTimeout", stopTimeout, Duration.ZERO, Duration.ofHours(1));
    labels = Requirements.labels(of + "labels", labels);
  }

  /** A builder for a container of that name, with ECS's defaults. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** {@code entryPoint} followed by {@code command}. */
  public List<String> commandLine() {
    List<String> line = new ArrayList<>(entryPoint);
    line.addAll(command);
    return List.copyOf(line);
  }

  /** What placement counts: CPU units, memory (the reservation if given), ports, further ones. */
  public Resources demand() {
    long dynamicPorts = ports.stream().filter(PortMapping::dynamic).count();
    return resources
        .with(Resources.CPU, cpuUnits)
        .with(Resources.MEMORY, memoryReservationMiB > 0 ? memoryReservationMiB : memoryMiB)
        .with(Resources.PORTS, dynamicPorts);
  }

  private static List<String> arguments(String what, List<String> arguments) {
    Requirements.atMost(what, arguments.size(), 1024);
    for (String argument : arguments) {
      if (argument.indexOf('\0') >= 0) {
        throw new InvalidSpecException(what + ": an argument holds a NUL character");
      }
    }
    return List.copyOf(arguments);
  }

  private static SortedMap<String, String> environment(String of, Map<String, String> variables) {
    Requirements.atMost(of + "environment variables", variables.size(), 1024);
    variables.forEach((key, value) -> {
      if (key.isEmpty() || key.indexOf('=') >= 0 || (key + value).indexOf('\0') >= 0) {
        throw new InvalidSpecException(
            of + "environment variable '" + key + "' is empty or holds = or a NUL character");
      }
    });
    return Requirements.texts(of + "environment", variables);
  }

  private static void requireAbsolute(String of, Optional<String> workingDirectory) {
    if (workingDirectory.isPresent() && !workingDirectory.get().startsWith("/")) {
      throw new InvalidSpecException(
          of + "workingDirectory '" + workingDirectory.get() + "' must be an absolute path");
    }
  }

  private static void requireOwnNames(String of, Resources resources) {
    for (String reserved : List.of(Resources.CPU, Resources.MEMORY, Resources.PORTS)) {
      if (resources.get(reserved) > 0) {
        throw new InvalidSpecException(
            of
                + "resource '"
                + reserved
                + "' is counted by itself: set cpuUnits, memoryMiB or ports instead");
      }
    }
  }

  private static void requireKnownPort(
      String of, Optional<HealthCheck> health, List<PortMapping> ports) {
    Set<String> names = new HashSet<>();
    for (PortMapping port : ports) {
      if (!names.add(port.name())) {
        throw new InvalidSpecException(
            of + "port name '" + port.name() + "' is given twice: name them");
      }
    }
    Optional<String> probed = health.flatMap(ContainerDefinition::probedPort);
    if (probed.isPresent() && !names.contains(probed.get())) {
      throw new InvalidSpecException(
          of
              + "health check probes port '"
              + probed.get()
              + "', but the container's ports are "
              + names);
    }
  }

  private static Optional<String> probedPort(HealthCheck check) {
    return switch (check.probe()) {
      case HealthProbe.Http http -> Optional.of(http.port());
      case HealthProbe.Tcp tcp -> Optional.of(tcp.port());
      case HealthProbe.Command command -> Optional.empty();
    };
  }

  /** Builds a {@link ContainerDefinition}; what is not set has ECS's default. */
  public static final class Builder {
    private final String name;
    private Optional<String> image = Optional.empty();
    private List<String> entryPoint = List.of();
    private List<String> command = List.of();
    private final SortedMap<String, String> environment = new TreeMap<>();
    private Optional<String> workingDirectory = Optional.empty();
    private int cpuUnits;
    private int memoryMiB;
    private int memoryReservationMiB;
    private Resources resources = Resources.NONE;
    private final List<PortMapping> ports = new ArrayList<>();
    private Optional<HealthCheck> health = Optional.empty();
    private boolean essential = true;
    private final List<ContainerDependency> dependsOn = new ArrayList<>();
    private Duration startTimeout = Duration.ofMinutes(3);
    private Duration stopTimeout = Duration.ofSeconds(30);
    private final SortedMap<String, String> labels = new TreeMap<>();

    private Builder(String name) {
      this.name = name;
    }

    /** The image to run; left out: a program of the node's own file system. */
    public Builder image(String value) {
      image = Optional.of(value);
      return this;
    }

    /** Program and leading arguments. */
    public Builder entryPoint(String... value) {
      entryPoint = Arrays.asList(value);
      return this;
    }

    /** Arguments, or program and arguments where there is no entry point. */
    public Builder command(String... value) {
      command = Arrays.asList(value);
      return this;
    }

    /** Adds or replaces one environment variable. */
    public Builder environment(String key, String value) {
      environment.put(key, value);
      return this;
    }

    /** An absolute path. */
    public Builder workingDirectory(String value) {
      workingDirectory = Optional.of(value);
      return this;
    }

    /** 1,024 per vCPU. */
    public Builder cpuUnits(int value) {
      cpuUnits = value;
      return this;
    }

    /** The hard limit in MiB. */
    public Builder memoryMiB(int value) {
      memoryMiB = value;
      return this;
    }

    /** The soft limit in MiB, which placement counts. */
    public Builder memoryReservationMiB(int value) {
      memoryReservationMiB = value;
      return this;
    }

    /** Adds or replaces a further resource that placement counts. */
    public Builder resource(String resource, long amount) {
      resources = resources.with(resource, amount);
      return this;
    }

    /** Adds a TCP port whose host port the driver chooses. */
    public Builder port(String portName, int containerPort) {
      return port(PortMapping.of(portName, containerPort));
    }

    /** Adds a port. */
    public Builder port(PortMapping port) {
      ports.add(port);
      return this;
    }

    /** How the container's health is checked. */
    public Builder health(HealthCheck check) {
      health = Optional.of(check);
      return this;
    }

    /** Whether the container's exit stops the whole task. */
    public Builder essential(boolean value) {
      essential = value;
      return this;
    }

    /** Adds a container to wait for. */
    public Builder dependsOn(String container, DependencyCondition condition) {
      dependsOn.add(new ContainerDependency(container, condition));
      return this;
    }

    /** How long the container may take to run once its turn has come. */
    public Builder startTimeout(Duration value) {
      startTimeout = value;
      return this;
    }

    /** From the stop signal to the kill. */
    public Builder stopTimeout(Duration value) {
      stopTimeout = value;
      return this;
    }

    /** Adds or replaces one label. */
    public Builder label(String key, String value) {
      labels.put(key, value);
      return this;
    }

    /** Applies {@code change} and returns this builder. */
    Builder with(UnaryOperator<Builder> change) {
      return change.apply(this);
    }

    /**
     * Checks every part.
     *
     * @throws InvalidSpecException if a part is out of its bounds, or parts contradict each other
     */
    public ContainerDefinition build() {
      return new ContainerDefinition(
          name,
          image,
          entryPoint,
          command,
          environment,
          workingDirectory,
          cpuUnits,
          memoryMiB,
          memoryReservationMiB,
          resources,
          ports,
          health,
          essential,
          dependsOn,
          startTimeout,
          stopTimeout,
          labels);
    }
  }
}
