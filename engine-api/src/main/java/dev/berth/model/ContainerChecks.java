package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** The checks of a container definition's parts; {@code of} names the container in messages. */
final class ContainerChecks {
  private static final int MOST_MOUNTS = 32;
  private static final int MOST_SECRETS = 100;

  private ContainerChecks() {}

  static List<String> arguments(String what, List<String> arguments) {
    Requirements.atMost(what, arguments.size(), 1024);
    for (String argument : arguments) {
      if (argument.indexOf('\0') >= 0) {
        throw new InvalidSpecException(what + ": an argument holds a NUL character");
      }
    }
    return List.copyOf(arguments);
  }

  static SortedMap<String, String> environment(String of, Map<String, String> variables) {
    Requirements.atMost(of + "environment variables", variables.size(), 1024);
    variables.forEach((key, value) -> {
      if (key.isEmpty() || key.indexOf('=') >= 0 || (key + value).indexOf('\0') >= 0) {
        throw new InvalidSpecException(
            of + "environment variable '" + key + "' is empty or holds = or a NUL character");
      }
    });
    return Requirements.texts(of + "environment", variables);
  }

  static void requireAbsolute(String of, Optional<String> workingDirectory) {
    if (workingDirectory.isPresent() && !workingDirectory.get().startsWith("/")) {
      throw new InvalidSpecException(
          of + "workingDirectory '" + workingDirectory.get() + "' must be an absolute path");
    }
  }

  static void requireOwnNames(String of, Resources resources) {
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

  static void requireKnownPort(String of, Optional<HealthCheck> health, List<PortMapping> ports) {
    Set<String> names = new HashSet<>();
    for (PortMapping port : ports) {
      if (!names.add(port.name())) {
        throw new InvalidSpecException(
            of + "port name '" + port.name() + "' is given twice: name them");
      }
    }
    Optional<String> probed = health.flatMap(ContainerChecks::probedPort);
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

  static List<Mount> mounts(String of, List<Mount> mounts) {
    Requirements.atMost(of + "mounts", mounts.size(), MOST_MOUNTS);
    Set<String> paths = new HashSet<>();
    for (Mount mount : mounts) {
      if (!paths.add(mount.path())) {
        throw new InvalidSpecException(of + "path '" + mount.path() + "' is mounted twice");
      }
    }
    return List.copyOf(mounts);
  }

  static List<SecretVariable> secrets(
      String of, List<SecretVariable> secrets, Map<String, String> environment) {
    Requirements.atMost(of + "secrets", secrets.size(), MOST_SECRETS);
    Set<String> names = new HashSet<>(environment.keySet());
    for (SecretVariable secret : secrets) {
      if (!names.add(secret.name())) {
        throw new InvalidSpecException(
            of + "environment variable '" + secret.name() + "' is given twice");
      }
    }
    return List.copyOf(secrets);
  }
}
