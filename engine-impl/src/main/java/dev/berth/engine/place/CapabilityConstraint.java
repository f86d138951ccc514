package dev.berth.engine.place;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.HealthProbe;
import dev.berth.model.TaskDefinition;
import dev.berth.placement.Constraint;
import dev.berth.placement.NodeShape;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverCapabilities.Feature;
import dev.berth.view.PlacementExplanation.DriverCannot;
import dev.berth.view.PlacementExplanation.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Rules out nodes whose driver cannot do what a task definition asks for. Definitions that ask for
 * the same have equal constraints, so that placement answers them once.
 *
 * @param vetoes by the name of each driver the engine has
 */
record CapabilityConstraint(Map<String, Optional<Reason>> vetoes) implements Constraint {
  /** The attribute of a node that names its driver; constraints of users can ask for it, too. */
  static final String DRIVER = "berth.driver";

  static CapabilityConstraint of(
      TaskDefinition definition, Map<String, DriverCapabilities> drivers) {
    Map<String, Optional<Reason>> vetoes = new HashMap<>();
    drivers.forEach((driver, capabilities) ->
        vetoes.put(
            driver,
            missing(definition, capabilities)
                .map(missing -> new DriverCannot(1, driver, missing))));
    return new CapabilityConstraint(Map.copyOf(vetoes));
  }

  @Override
  public Optional<Reason> veto(NodeShape node) {
    return vetoes.getOrDefault(
        node.attribute(DRIVER),
        Optional.of(
            new DriverCannot(
                1,
                node.attribute(DRIVER),
                "run here, because this engine was started without it")));
  }

  private static Optional<String> missing(
      TaskDefinition definition, DriverCapabilities capabilities) {
    if (definition.networkMode().isPresent()
        && !capabilities.networkModes().contains(definition.networkMode().get())) {
      return Optional.of(
          "network mode %s (it has %s)"
              .formatted(
                  definition.networkMode().get(), new TreeSet<>(capabilities.networkModes())));
    }
    if (definition.size().isPresent()
        && definition.size().get().memoryMiB() > 0
        && !capabilities.features().contains(Feature.MEMORY_LIMIT)) {
      return Optional.of(
          "enforce the task's hard memory limit of %d MiB: give memoryReservation instead"
              .formatted(definition.size().get().memoryMiB()));
    }
    for (ContainerDefinition container : definition.containers()) {
      Optional<String> missing = missing(container, capabilities);
      if (missing.isPresent()) {
        return missing.map(what -> "container '" + container.name() + "': " + what);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> missing(
      ContainerDefinition container, DriverCapabilities capabilities) {
    if (container.image().isPresent() && !capabilities.features().contains(Feature.IMAGES)) {
      return Optional.of("run images (image '" + container.image().get() + "')");
    }
    if (container.image().isEmpty() && !capabilities.features().contains(Feature.HOST_PROGRAMS)) {
      return Optional.of("run programs of the host: name an image");
    }
    if (container.memoryMiB() > 0 && !capabilities.features().contains(Feature.MEMORY_LIMIT)) {
      return Optional.of(
          "enforce its hard memory limit of %d MiB: give memoryReservation instead"
              .formatted(container.memoryMiB()));
    }
    boolean runsCommands =
        container.health().isPresent()
            && container.health().get().probe() instanceof HealthProbe.Command;
    if (runsCommands && !capabilities.features().contains(Feature.EXEC)) {
      return Optional.of("run the command of its health check");
    }
    if (container.options().isPresent()
        && !capabilities.features().contains(Feature.CONTAINER_OPTIONS)) {
      return Optional.of("give it its options %s".formatted(container.options().get().given()));
    }
    if (!container.mounts().isEmpty() && !capabilities.features().contains(Feature.MOUNTS)) {
      return Optional.of("mount '%s'".formatted(container.mounts().getFirst().path()));
    }
    if (!container.secrets().isEmpty()
        && !capabilities.features().contains(Feature.SECRET_VARIABLES)) {
      return Optional.of(
          "set environment variable '%s' to a secret"
              .formatted(container.secrets().getFirst().name()));
    }
    return Optional.empty();
  }
}
