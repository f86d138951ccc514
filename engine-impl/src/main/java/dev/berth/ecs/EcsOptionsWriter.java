package dev.berth.ecs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerOptions;
import dev.berth.model.Mount;
import dev.berth.model.SecretVariable;
import dev.berth.model.Ulimit;
import dev.berth.model.Volume;
import java.util.List;

/**
 * The writer of what a container is held to. What ECS has no field for is left out: the CPU and
 * process limits, the stop signal, the pull policy, and secrets as files.
 */
final class EcsOptionsWriter {
  private EcsOptionsWriter() {}

  static void writeVolumes(List<Volume> volumes, ObjectNode task) {
    if (volumes.isEmpty()) {
      return;
    }
    ArrayNode array = task.putArray("volumes");
    for (Volume volume : volumes) {
      ObjectNode written = array.addObject().put("name", volume.name());
      if (volume.scope() == Volume.Scope.SHARED) {
        written
            .putObject("dockerVolumeConfiguration")
            .put("scope", "shared")
            .put("autoprovision", true);
      }
    }
  }

  static void write(ContainerDefinition container, ObjectNode node) {
    container.options().ifPresent(options -> write(options, node));
    writeMounts(container.mounts(), node);
    if (!container.secrets().isEmpty()) {
      ArrayNode secrets = node.putArray("secrets");
      for (SecretVariable secret : container.secrets()) {
        secrets.addObject().put("name", secret.name()).put("valueFrom", secret.secret().name());
      }
    }
  }

  private static void write(ContainerOptions options, ObjectNode node) {
    options.user().ifPresent(user -> node.put("user", user));
    if (options.readOnlyRoot()) {
      node.put("readonlyRootFilesystem", true);
    }
    if (!options.ulimits().isEmpty()) {
      ArrayNode ulimits = node.putArray("ulimits");
      for (Ulimit limit : options.ulimits()) {
        ulimits
            .addObject()
            .put("name", EcsTypes.lowerCase(limit.name()))
            .put("softLimit", limit.soft())
            .put("hardLimit", limit.hard());
      }
    }
    options
        .logLimit()
        .ifPresent(limit ->
            node.putObject("logConfiguration")
                .put("logDriver", "json-file")
                .putObject("options")
                .put("max-size", limit.fileMiB() + "m")
                .put("max-file", Integer.toString(limit.files())));
  }

  private static void writeMounts(List<Mount> mounts, ObjectNode node) {
    for (Mount mount : mounts) {
      switch (mount) {
        case Mount.VolumeMount volume ->
            node.withArray("mountPoints")
                .addObject()
                .put("sourceVolume", volume.volume())
                .put("containerPath", volume.path())
                .put("readOnly", volume.readOnly());
        case Mount.Tmpfs tmpfs ->
            node.withObject("/linuxParameters")
                .withArray("tmpfs")
                .addObject()
                .put("containerPath", tmpfs.path())
                .put("size", tmpfs.sizeMiB());
        case Mount.SecretFile none -> {}
      }
    }
  }
}
