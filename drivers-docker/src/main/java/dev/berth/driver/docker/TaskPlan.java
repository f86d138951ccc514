package dev.berth.driver.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerOptions;
import dev.berth.model.Mount;
import dev.berth.model.NetworkMode;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.DriverException;
import dev.berth.spi.TaskLaunch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What each container of one task is created with: from the definition, the ports chosen for it,
 * and the engine's configuration. A function of these alone.
 */
final class TaskPlan {
  private static final long MIB = 1L << 20;
  private static final long NANOS_PER_CPU = 1_000_000_000;
  private static final long UNITS_PER_CPU = 1_024;

  private final TaskLaunch launch;
  private final List<HostPort> ports;
  private final Labels labels;
  private final DockerSettings settings;
  private final Belongings belongings;

  TaskPlan(
      TaskLaunch launch, List<HostPort> ports, Belongings belongings, DockerSettings settings) {
    this.launch = launch;
    this.ports = ports;
    this.belongings = belongings;
    this.settings = settings;
    labels = Labels.of(launch, ports);
  }

  TaskDefinition definition() {
    return launch.definition();
  }

  NetworkMode networkMode() {
    return mode(definition());
  }

  static NetworkMode mode(TaskDefinition definition) {
    return definition.networkMode().orElse(NetworkMode.BRIDGE);
  }

  /** Whether the containers join a namespace that a container of its own keeps open. */
  boolean shared() {
    return switch (networkMode()) {
      case AWSVPC -> true;
      case BRIDGE, NONE -> definition().containers().size() > 1;
      case HOST -> false;
    };
  }

  /** The container that keeps the namespace open. */
  CreateContainerCmd pause(CreateContainerCmd command, String network) {
    List<HostPort> published = networkMode() == NetworkMode.AWSVPC ? List.of() : ports;
    return command
        .withName(Names.container(launch.task(), Names.PAUSE))
        .withLabels(labels.write(Names.PAUSE, Map.of()))
        .withEntrypoint(PauseImage.PROGRAM)
        .withExposedPorts(exposed(published))
        .withHostConfig(
            limits(16L)
                .withNetworkMode(network)
                .withPortBindings(published(published))
                .withReadonlyRootfs(true));
  }

  /** One container of a task whose network is {@code network}, at {@code address} if it has one. */
  CreateContainerCmd container(
      CreateContainerCmd command,
      ContainerDefinition container,
      String network,
      Optional<String> address) {
    boolean publishes = networkMode() == NetworkMode.BRIDGE && !shared();
    List<HostPort> own = publishes ? ports : List.of();
    command
        .withName(Names.container(launch.task(), container.name()))
        .withLabels(labels.at(address).write(container.name(), container.labels()))
        .withEnv(environment(container))
        .withHostConfig(hostConfig(container, own).withNetworkMode(network));
    if (!own.isEmpty()) {
      command.withExposedPorts(exposed(own));
    }
    if (!container.entryPoint().isEmpty()) {
      command.withEntrypoint(resolved(container.entryPoint()));
    }
    if (!container.command().isEmpty()) {
      command.withCmd(resolved(container.command()));
    }
    container.workingDirectory().ifPresent(command::withWorkingDir);
    container.options().flatMap(ContainerOptions::user).ifPresent(command::withUser);
    container.options().flatMap(ContainerOptions::stopSignal).ifPresent(command::withStopSignal);
    return command;
  }

  private HostConfig hostConfig(ContainerDefinition container, List<HostPort> published) {
    HostConfig config = limits(settings.processLimit()).withPortBindings(published(published));
    long memory = memoryMiB(container);
    if (memory > 0) {
      // The same bound for memory with swap: swapping is no way around the limit.
      config.withMemory(memory * MIB).withMemorySwap(memory * MIB);
    }
    if (container.memoryReservationMiB() > 0) {
      config.withMemoryReservation(container.memoryReservationMiB() * MIB);
    }
    if (container.cpuUnits() > 0) {
      config.withCpuShares(Math.clamp(container.cpuUnits(), 2, 262_144));
    }
    container.options().ifPresent(options -> hold(config, options));
    return config.withMounts(belongings.mounts(container)).withTmpFs(Belongings.tmpfs(container));
  }

  private static void hold(HostConfig config, ContainerOptions options) {
    config.withReadonlyRootfs(options.readOnlyRoot());
    if (options.cpuLimitUnits() > 0) {
      config.withNanoCPUs(options.cpuLimitUnits() * NANOS_PER_CPU / UNITS_PER_CPU);
    }
    if (options.processLimit() > 0) {
      config.withPidsLimit((long) options.processLimit());
    }
    config.withUlimits(
        options.ulimits().stream()
            .map(limit ->
                new Ulimit(
                    limit.name().name().toLowerCase(Locale.ROOT), limit.soft(), limit.hard()))
            .toList());
    options
        .logLimit()
        .ifPresent(limit -> config.withLogConfig(logs(limit.fileMiB() * MIB, limit.files())));
  }

  private long memoryMiB(ContainerDefinition container) {
    long whole = definition().size().map(size -> size.memoryMiB()).orElse(0);
    return container.memoryMiB() > 0 ? container.memoryMiB() : whole;
  }

  private HostConfig limits(long processes) {
    return HostConfig.newHostConfig()
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withPidsLimit(processes)
        .withRestartPolicy(RestartPolicy.noRestart())
        .withLogConfig(logs(settings.logFileLimit(), settings.logFiles()));
  }

  private static LogConfig logs(long bytes, int files) {
    return new LogConfig(
        LogConfig.LoggingType.JSON_FILE,
        Map.of("max-size", Long.toString(bytes), "max-file", Integer.toString(files)));
  }

  private static List<ExposedPort> exposed(List<HostPort> ports) {
    return ports.stream().map(TaskPlan::exposed).toList();
  }

  private static ExposedPort exposed(HostPort port) {
    InternetProtocol protocol =
        switch (port.protocol()) {
          case TCP -> InternetProtocol.TCP;
          case UDP -> InternetProtocol.UDP;
        };
    return new ExposedPort(port.containerPort(), protocol);
  }

  private Ports published(List<HostPort> ports) {
    Ports published = new Ports();
    for (HostPort port : ports) {
      published.add(
          new PortBinding(
              new Ports.Binding(settings.bindAddress(), Integer.toString(port.number())),
              exposed(port)));
    }
    return published;
  }

  private List<String> environment(ContainerDefinition container) {
    Map<String, String> variables = new TreeMap<>(container.environment());
    variables.putAll(belongings.secretVariables(container));
    variables.putAll(portVariables());
    variables.put("BERTH_TASK", launch.name());
    variables.put("BERTH_CONTAINER", container.name());
    return variables.entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }

  /** Where the workload has to listen. */
  private Map<String, String> portVariables() {
    Map<String, String> variables = new TreeMap<>();
    for (HostPort port : ports) {
      int listens = networkMode() == NetworkMode.HOST ? port.number() : port.containerPort();
      variables.put(
          "PORT_" + port.name().replaceAll("[^A-Za-z0-9]", "_"), Integer.toString(listens));
    }
    return variables;
  }

  private List<String> resolved(List<String> arguments) {
    List<String> resolved = new ArrayList<>();
    for (String argument : arguments) {
      String text = argument;
      for (Map.Entry<String, String> variable : portVariables().entrySet()) {
        text = text.replace("${" + variable.getKey() + "}", variable.getValue());
      }
      resolved.add(text);
    }
    return resolved;
  }

  /**
   * Refuses what this driver does not do; nothing is made then.
   *
   * @throws DriverException naming it
   */
  static void requireSupported(TaskDefinition definition, DockerSettings settings) {
    if (!settings.networkModes().contains(mode(definition))) {
      throw unsupported(
          definition,
          "network mode %s: use one of %s; HOST is opened by DockerDriver.builder().hostNetwork()"
              .formatted(mode(definition), settings.networkModes()));
    }
    for (ContainerDefinition container : definition.containers()) {
      if (container.image().isEmpty()) {
        throw unsupported(
            definition, "container '%s' has no image: name one".formatted(container.name()));
      }
      if (!settings.local()
          && container.mounts().stream().anyMatch(Mount.SecretFile.class::isInstance)) {
        throw unsupported(
            definition,
            ("container '%s': secrets as files, on a daemon of another machine: hand them over as"
                    + " variables")
                .formatted(container.name()));
      }
    }
    if (definition.containers().size() > 1
        && definition.size().filter(size -> size.memoryMiB() > 0).isPresent()) {
      throw unsupported(
          definition, "one memory limit for several containers together: give each its memoryMiB");
    }
  }

  private static DriverException unsupported(TaskDefinition definition, String what) {
    return new DriverException(
        DriverException.Reason.UNSUPPORTED,
        "task definition '%s' asks for what the Docker driver does not do: %s"
            .formatted(definition, what));
  }

  /**
   * The ports of a task: of the host, of the task's own address, or none.
   *
   * @throws DriverException if one is not to be had
   */
  static List<HostPort> ports(TaskLaunch launch, HostPorts host) {
    return switch (mode(launch.definition())) {
      case BRIDGE, HOST -> host.choose(launch.name(), launch.definition());
      case AWSVPC ->
          launch.definition().containers().stream()
              .flatMap(container ->
                  container.ports().stream()
                      .map(port -> HostPort.of(container.name(), port, port.containerPort())))
              .toList();
      case NONE -> List.of();
    };
  }
}
