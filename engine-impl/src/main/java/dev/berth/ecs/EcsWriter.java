package dev.berth.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthProbe;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.PortMapping;
import dev.berth.model.Resources;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The writer of task definitions: fields of ECS where there are any, labels for the rest. */
final class EcsWriter {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private EcsWriter() {}

  static String write(TaskDefinition definition) {
    ObjectNode task = JSON.createObjectNode();
    task.put("family", definition.family());
    if (definition.revision() > 0) {
      task.put("revision", definition.revision());
    }
    definition.networkMode().ifPresent(mode -> task.put("networkMode", EcsTypes.lowerCase(mode)));
    definition.size().ifPresent(size -> write(size, task));
    ArrayNode containers = task.putArray("containerDefinitions");
    definition.containers().forEach(container -> write(container, containers.addObject()));
    EcsOptionsWriter.writeVolumes(definition.volumes(), task);
    writeConstraints(definition.placementConstraints(), task);
    writePairs(task, "tags", "key", definition.tags());
    try {
      return JSON.writer(layout()).writeValueAsString(task) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON cannot be written", e);
    }
  }

  /** That of the AWS command line, on every platform. */
  private static DefaultPrettyPrinter layout() {
    DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return printer;
  }

  private static void writeConstraints(List<PlacementConstraint> constraints, ObjectNode task) {
    if (constraints.isEmpty()) {
      return;
    }
    ArrayNode array = task.putArray("placementConstraints");
    for (PlacementConstraint constraint : constraints) {
      switch (constraint) {
        case PlacementConstraint.MemberOf memberOf ->
            array.addObject().put("type", "memberOf").put("expression", memberOf.expression());
        case PlacementConstraint.DistinctInstance none ->
            throw new IllegalStateException("a task definition has no " + none);
      }
    }
  }

  private static void write(TaskSize size, ObjectNode task) {
    if (size.cpuUnits() > 0) {
      task.put("cpu", Integer.toString(size.cpuUnits()));
    }
    if (size.memoryMiB() > 0) {
      task.put("memory", Integer.toString(size.memoryMiB()));
    }
  }

  private static void write(ContainerDefinition container, ObjectNode node) {
    Map<String, String> labels = new TreeMap<>(container.labels());
    node.put("name", container.name());
    container.image().ifPresent(image -> node.put("image", image));
    writePositive(node, "cpu", container.cpuUnits());
    writePositive(node, "memory", container.memoryMiB());
    writePositive(node, "memoryReservation", container.memoryReservationMiB());
    writePorts(container.ports(), node);
    node.put("essential", container.essential());
    writeTexts(node, "entryPoint", container.entryPoint());
    writeTexts(node, "command", container.command());
    writePairs(node, "environment", "name", container.environment());
    container.workingDirectory().ifPresent(path -> node.put("workingDirectory", path));
    container.health().ifPresent(check -> write(check, node, labels));
    writeDependencies(container, node);
    if (!container.startTimeout().equals(START_TIMEOUT)) {
      writeTimeout("startTimeout", container.startTimeout(), EcsLabels.START_TIMEOUT, node, labels);
    }
    if (!container.stopTimeout().equals(STOP_TIMEOUT)) {
      writeTimeout("stopTimeout", container.stopTimeout(), EcsLabels.STOP_TIMEOUT, node, labels);
    }
    writeResources(container.resources(), node, labels);
    EcsOptionsWriter.write(container, node);
    if (!labels.isEmpty()) {
      ObjectNode written = node.putObject("dockerLabels");
      labels.forEach(written::put);
    }
  }

  private static void writePorts(List<PortMapping> ports, ObjectNode node) {
    if (ports.isEmpty()) {
      return;
    }
    ArrayNode mappings = node.putArray("portMappings");
    for (PortMapping port : ports) {
      ObjectNode mapping = mappings.addObject();
      if (!port.name().equals(Integer.toString(port.containerPort()))) {
        mapping.put("name", port.name());
      }
      mapping.put("containerPort", port.containerPort());
      // Written even when 0, because what an absent one means depends on the network mode.
      mapping.put("hostPort", port.hostPort());
      mapping.put("protocol", EcsTypes.lowerCase(port.protocol()));
    }
  }

  private static void write(HealthCheck check, ObjectNode node, Map<String, String> labels) {
    EcsHealthLabel.write(check).ifPresent(label -> labels.put(EcsLabels.HEALTH_CHECK, label));
    if (check.probe() instanceof HealthProbe.Command probe) {
      HealthCheck nearest = EcsHealthLabel.withinEcs(check);
      List<String> command = probe.command();
      ObjectNode written = node.putObject("healthCheck");
      ArrayNode words = written.putArray("command");
      if (command.size() == 3 && command.subList(0, 2).equals(List.of("/bin/sh", "-c"))) {
        words.add("CMD-SHELL").add(command.get(2));
      } else {
        words.add("CMD");
        command.forEach(words::add);
      }
      written.put("interval", nearest.interval().toSeconds());
      written.put("timeout", nearest.timeout().toSeconds());
      written.put("retries", nearest.retries());
      written.put("startPeriod", nearest.startPeriod().toSeconds());
    }
  }

  private static void writeDependencies(ContainerDefinition container, ObjectNode node) {
    if (container.dependsOn().isEmpty()) {
      return;
    }
    ArrayNode dependencies = node.putArray("dependsOn");
    container
        .dependsOn()
        .forEach(dependency ->
            dependencies
                .addObject()
                .put("containerName", dependency.container())
                .put("condition", dependency.condition().name()));
  }

  private static void writeTimeout(
      String field, Duration timeout, String label, ObjectNode node, Map<String, String> labels) {
    if (EcsDurations.fitsTimeout(timeout)) {
      node.put(field, timeout.toSeconds());
    } else {
      labels.put(label, EcsDurations.write(timeout));
    }
  }

  private static void writeResources(
      Resources resources, ObjectNode node, Map<String, String> labels) {
    resources
        .amounts()
        .forEach((name, amount) -> {
          if (name.equals(Resources.GPU)) {
            node.putArray("resourceRequirements")
                .addObject()
                .put("type", "GPU")
                .put("value", Long.toString(amount));
          } else {
            labels.put(EcsLabels.RESOURCE + name, Long.toString(amount));
          }
        });
  }

  private static void writePositive(ObjectNode node, String name, int value) {
    if (value > 0) {
      node.put(name, value);
    }
  }

  private static void writeTexts(ObjectNode node, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = node.putArray(name);
      texts.forEach(array::add);
    }
  }

  private static void writePairs(
      ObjectNode node, String name, String keyName, Map<String, String> pairs) {
    if (!pairs.isEmpty()) {
      ArrayNode array = node.putArray(name);
      pairs.forEach((key, value) -> array.addObject().put(keyName, key).put("value", value));
    }
  }
}
