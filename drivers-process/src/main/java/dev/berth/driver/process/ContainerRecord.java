package dev.berth.driver.process;

import dev.berth.model.ContainerDefinition;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What must be known of a container after a restart, to start it and to run commands beside it.
 *
 * @param name unique in the task
 * @param command program and arguments, as defined
 * @param environment the definition's variables
 * @param workingDirectory empty: the container's own directory
 * @param ports with their host ports
 */
record ContainerRecord(
    String name,
    List<String> command,
    SortedMap<String, String> environment,
    Optional<String> workingDirectory,
    List<HostPort> ports) {
  static ContainerRecord of(ContainerDefinition definition, List<HostPort> ports) {
    return new ContainerRecord(
        definition.name(),
        definition.commandLine(),
        definition.environment(),
        definition.workingDirectory(),
        ports);
  }

  ContainerRecord withPorts(List<HostPort> changed) {
    return new ContainerRecord(name, command, environment, workingDirectory, changed);
  }
}
