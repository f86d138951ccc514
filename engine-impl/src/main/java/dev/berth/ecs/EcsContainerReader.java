package dev.berth.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.DependencyCondition;
import dev.berth.model.NetworkMode;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.Resources;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** The reader of one container definition. */
final class EcsContainerReader {
  private final EcsObject container;
  private final Optional<NetworkMode> mode;
  private final EcsProblems problems;
  private final EcsLabels labels;
  private final ContainerDefinition.Builder builder;
  private boolean gpusGiven;

  EcsContainerReader(EcsObject container, Optional<NetworkMode> mode, EcsProblems problems) {
    this.container = container;
    this.mode = mode;
    this.problems = problems;
    this.labels = EcsLabels.of(container, problems);
    this.builder = ContainerDefinition.builder(container.text("name").orElse(""));
  }

  /** The container; empty if any part of it was refused. */
  Optional<ContainerDefinition> read() {
    int refusals = problems.refusals();
    container.require("name");
    readProgram();
    readResources();
    readPorts();
    readDependencies();
    readTimeout("startTimeout", labels.startTimeout(), builder::startTimeout);
    readTimeout("stopTimeout", labels.stopTimeout(), builder::stopTimeout);
    new EcsHealthReader(container, labels, problems).read().ifPresent(builder::health);
    new EcsOptionsReader(container, problems).readInto(builder);
    builder.essential(container.flag("essential", true));
    labels.ofUser().forEach(builder::label);
    return problems.refusals() > refusals
        ? Optional.empty()
        : problems.make(container.pointer(), builder::build);
  }

  private void readProgram() {
    container.text("image").ifPresent(builder::image);
    builder.entryPoint(container.texts("entryPoint").toArray(String[]::new));
    builder.command(container.texts("command").toArray(String[]::new));
    container.text("workingDirectory").ifPresent(builder::workingDirectory);
    environment().forEach(builder::environment);
  }

  /** The ECS agent keeps the variables as an object, ECS itself as an array of pairs. */
  private Map<String, String> environment() {
    boolean object = container.value("environment").filter(JsonNode::isObject).isPresent();
    return object
        ? container.textsByKey("environment")
        : container.pairs("environment", "name", EcsFields.VARIABLE);
  }

  private void readResources() {
    container.integer("cpu").ifPresent(builder::cpuUnits);
    container.integer("memory").ifPresent(builder::memoryMiB);
    container.integer("memoryReservation").ifPresent(builder::memoryReservationMiB);
    labels
        .resources()
        .forEach((name, amount) ->
            problems.attempt(
                labels.pointer(EcsLabels.RESOURCE + name), () -> builder.resource(name, amount)));
    container.objects("resourceRequirements", EcsFields.RESOURCE).forEach(this::readRequirement);
  }

  private void readRequirement(EcsObject requirement) {
    requirement.require("type");
    requirement.require("value");
    Optional<String> type = requirement.text("type");
    if (type.isPresent() && type.get().equals("GPU")) {
      readGpus(requirement);
    } else if (type.isPresent() && type.get().equals("InferenceAccelerator")) {
      problems.drop(requirement.pointer(), "only AWS has Elastic Inference devices");
    } else if (type.isPresent()) {
      problems.refuse(
          requirement.pointer("type"),
          "'%s' is not one of GPU, InferenceAccelerator".formatted(type.get()));
    }
  }

  private void readGpus(EcsObject requirement) {
    if (gpusGiven || labels.resources().containsKey(Resources.GPU)) {
      problems.refuse(requirement.pointer(), "the number of GPUs is given twice");
    }
    gpusGiven = true;
    requirement
        .value("value")
        .ifPresent(value ->
            problems.attempt(
                requirement.pointer("value"),
                () -> builder.resource(Resources.GPU, EcsLabels.amount(value.asText()))));
  }

  private void readPorts() {
    for (EcsObject mapping : container.objects("portMappings", EcsFields.PORT_MAPPING)) {
      if (mapping.has("containerPortRange") && !mapping.has("containerPort")) {
        continue;
      }
      int refusals = problems.refusals();
      mapping.require("containerPort");
      int containerPort = mapping.integer("containerPort").orElse(0);
      int hostPort = mapping.integer("hostPort").orElse(sameOnHost() ? containerPort : 0);
      String name = mapping.text("name").orElse(Integer.toString(containerPort));
      Protocol protocol = protocol(mapping);
      if (problems.refusals() == refusals) {
        problems.attempt(
            mapping.pointer(),
            () -> builder.port(new PortMapping(name, containerPort, hostPort, protocol)));
      }
    }
  }

  private boolean sameOnHost() {
    return mode.isPresent()
        && switch (mode.get()) {
          case HOST, AWSVPC -> true;
          case BRIDGE, NONE -> false;
        };
  }

  private Protocol protocol(EcsObject mapping) {
    String name = mapping.text("protocol").orElse("tcp");
    Optional<Protocol> protocol = EcsTypes.constant(Protocol.class, name);
    if (protocol.isEmpty()) {
      problems.refuse(
          mapping.pointer("protocol"),
          "'%s' is not one of %s".formatted(name, EcsTypes.spellings(Protocol.class)));
    }
    return protocol.orElse(Protocol.TCP);
  }

  private void readDependencies() {
    Set<String> known = new LinkedHashSet<>();
    for (EcsObject dependency : container.objects("dependsOn", EcsFields.DEPENDENCY)) {
      dependency.require("containerName");
      dependency.require("condition");
      Optional<String> other = dependency.text("containerName");
      Optional<DependencyCondition> condition = condition(dependency);
      if (other.isPresent() && condition.isPresent()) {
        known.add(other.get());
        problems.attempt(
            dependency.pointer(), () -> builder.dependsOn(other.get(), condition.get()));
      }
    }
    impliedDependencies()
        .forEach((at, other) -> {
          if (known.add(other)) {
            problems.attempt(at, () -> builder.dependsOn(other, DependencyCondition.START));
          }
        });
  }

  private Optional<DependencyCondition> condition(EcsObject dependency) {
    Optional<String> name = dependency.text("condition");
    Optional<DependencyCondition> condition =
        name.flatMap(it -> EcsTypes.constant(DependencyCondition.class, it));
    if (name.isPresent() && condition.isEmpty()) {
      problems.refuse(
          dependency.pointer("condition"),
          "'%s' is not one of START, COMPLETE, SUCCESS, HEALTHY".formatted(name.get()));
    }
    return condition;
  }

  /** The containers that ECS starts earlier because of {@code links} and {@code volumesFrom}. */
  private Map<String, String> impliedDependencies() {
    Map<String, String> others = new LinkedHashMap<>();
    container.textsByPointer("links").forEach((at, link) -> others.put(at, link.split(":", 2)[0]));
    for (EcsObject source : container.objects("volumesFrom", EcsFields.VOLUME_SOURCE)) {
      source.text("sourceContainer").ifPresent(other -> others.put(source.pointer(), other));
    }
    return others;
  }

  private void readTimeout(String field, Optional<Duration> label, Consumer<Duration> target) {
    OptionalInt seconds = container.integer(field);
    if (seconds.isPresent() && label.isPresent()) {
      problems.refuse(
          container.pointer(field), "is given twice: as a field and as a label dev.berth." + field);
    }
    seconds.ifPresent(value -> target.accept(Duration.ofSeconds(value)));
    label.ifPresent(target);
  }
}
