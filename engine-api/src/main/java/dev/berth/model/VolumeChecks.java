package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The check that a task definition's volumes and its containers' mounts fit together. */
final class VolumeChecks {
  private static final int MOST_VOLUMES = 32;

  private VolumeChecks() {}

  static List<Volume> check(
      String family, List<Volume> volumes, List<ContainerDefinition> containers) {
    String of = "task definition '" + family + "': ";
    Requirements.atMost(of + "volumes", volumes.size(), MOST_VOLUMES);
    Set<String> names = new TreeSet<>();
    for (Volume volume : volumes) {
      if (!names.add(volume.name())) {
        throw new InvalidSpecException(of + "volume '" + volume.name() + "' is given twice");
      }
    }
    for (ContainerDefinition container : containers) {
      for (Mount mount : container.mounts()) {
        if (mount instanceof Mount.VolumeMount use && !names.contains(use.volume())) {
          throw new InvalidSpecException(
              of
                  + "container '%s' mounts volume '%s', but the definition's volumes are %s"
                      .formatted(container.name(), use.volume(), names));
        }
      }
    }
    return List.copyOf(volumes);
  }
}
