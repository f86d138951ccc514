package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * @param options what it is held to beyond what every container has; empty: nothing
 * @param mounts what appears in its file system beside its image; at most 32, no path twice
 * @param secrets environment variables whose values are secrets; none is also in {@code
 *     environment}
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
    SortedMap<String, String> labels,
    Optional<ContainerOptions> options,
    List<Mount> mounts,
    List<SecretVariable> secrets) {
  /**
   * Checks every part.
   *
   * @throws InvalidSpecException if a part is out of the bounds given above, or parts contradict
   *     each other
   */
  public ContainerDefinition {
    Requirements.definitionName("container name", name);
    String of = "container '" + name + "': ";
    entryPoint = ContainerChecks.arguments(of + "entryPoint", entryPoint);
    command = ContainerChecks.arguments(of + "command", command);
    if (image.isPresent() && image.get().isBlank()) {
      throw new InvalidSpecException(
          of + "image '" + image.get() + "' is blank: name one, or leave it out");
    }
    if (image.isEmpty() && entryPoint.isEmpty() && command.isEmpty()) {
      throw new InvalidSpecException(of + "neither image nor command: nothing to run");
    }
    environment = ContainerChecks.environment(of, environment);
    ContainerChecks.requireAbsolute(of, workingDirectory);
    Requirements.between(of + "cpu units", cpuUnits, 0, 1 << 30);
    Requirements.between(of + "memory MiB", memoryMiB, 0, 1 << 30);
    Requirements.between(of + "memory reservation MiB", memoryReservationMiB, 0, 1 << 30);
    if (memoryMiB > 0 && memoryReservationMiB >= memoryMiB) {
      throw new InvalidSpecException(
          of
              + "memory (%d MiB) must be above memoryReservation (%d MiB)"
                  .formatted(memoryMiB, memoryReservationMiB));
    }
    ContainerChecks.requireOwnNames(of, resources);
    ports = List.copyOf(ports);
    Requirements.atMost(of + "port mappings", ports.size(), 100);
    ContainerChecks.requireKnownPort(of, health, ports);
    dependsOn = List.copyOf(dependsOn);
    Requirements.atMost(of + "dependencies", dependsOn.size(), 32);
    Requirements.between(
        of + "startTimeout", startTimeout, Duration.ofMillis(1), Duration.ofHours(1));
    Requirements.between(of + "stopTimeout", stopTimeout, Duration.ZERO, Duration.ofHours(1));
    labels = Requirements.labels(of + "labels", labels);
    mounts = ContainerChecks.mounts(of, mounts);
    secrets = ContainerChecks.secrets(of, secrets, environment);
  }

  /** This container with another image. */
  public ContainerDefinition withImage(String changed) {
    return new ContainerDefinition(
        name,
        Optional.of(changed),
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
        labels,
        options,
        mounts,
        secrets);
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
    private Optional<ContainerOptions> options = Optional.empty();
    private final List<Mount> mounts = new ArrayList<>();
    private final List<SecretVariable> secrets = new ArrayList<>();

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

    /** What it is held to beyond what every container has. */
    public Builder options(UnaryOperator<ContainerOptions.Builder> description) {
      options = Optional.of(description.apply(ContainerOptions.builder()).build());
      return this;
    }

    /** What it is held to beyond what every container has. */
    public Builder options(ContainerOptions value) {
      options = Optional.of(value);
      return this;
    }

    /** Adds something that appears in its file system. */
    public Builder mount(Mount mount) {
      mounts.add(mount);
      return this;
    }

    /** Adds an environment variable whose value is a secret. */
    public Builder secret(String variable, SecretReference secret) {
      secrets.add(new SecretVariable(variable, secret));
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
          labels,
          options,
          mounts,
          secrets);
    }
  }
}
