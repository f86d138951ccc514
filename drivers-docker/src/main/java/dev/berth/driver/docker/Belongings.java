package dev.berth.driver.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.Mount.SecretFile;
import dev.berth.model.Mount.Tmpfs;
import dev.berth.model.Mount.VolumeMount;
import dev.berth.model.SecretReference;
import dev.berth.model.SecretVariable;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.model.Volume;
import dev.berth.spi.SecretValue;
import dev.berth.spi.SecretsProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What belongs to one task beside its containers: its volumes, and the values of its secrets, which
 * are known here and to the daemon, and nowhere else.
 */
final class Belongings {
  private static final Logger LOG = LoggerFactory.getLogger(Belongings.class);

  private final TaskId task;
  private final String engineId;
  private final Map<String, Volume.Scope> scopes = new HashMap<>();
  private final Map<SecretReference, SecretValue> secrets;
  private final SecretFiles files;

  private Belongings(
      TaskId task,
      String engineId,
      TaskDefinition definition,
      Map<SecretReference, SecretValue> secrets,
      SecretFiles files) {
    this.task = task;
    this.engineId = engineId;
    this.secrets = secrets;
    this.files = files;
    definition.volumes().forEach(volume -> scopes.put(volume.name(), volume.scope()));
  }

  /**
   * Looks up the secrets of a task and writes those that are files.
   *
   * @throws dev.berth.spi.DriverException if a secret is not known
   */
  static Belongings of(
      TaskId task,
      String engineId,
      TaskDefinition definition,
      SecretsProvider provider,
      SecretFiles files)
      throws IOException {
    Map<SecretReference, SecretValue> secrets = new HashMap<>();
    for (ContainerDefinition container : definition.containers()) {
      for (SecretVariable variable : container.secrets()) {
        secrets.computeIfAbsent(variable.secret(), provider::get);
      }
      for (dev.berth.model.Mount mount : container.mounts()) {
        if (mount instanceof SecretFile file) {
          secrets.computeIfAbsent(file.secret(), provider::get);
        }
      }
    }
    return new Belongings(task, engineId, definition, secrets, files);
  }

  Map<String, String> secretVariables(ContainerDefinition container) {
    Map<String, String> variables = new TreeMap<>();
    for (SecretVariable variable : container.secrets()) {
      variables.put(variable.name(), value(variable.secret()));
    }
    return variables;
  }

  private String value(SecretReference reference) {
    SecretValue value = secrets.get(reference);
    if (value == null) {
      throw new IllegalStateException("secret '" + reference + "' was not looked up");
    }
    return value.reveal();
  }

  /** What the daemon mounts; files of secrets are written by this. */
  List<Mount> mounts(ContainerDefinition container) {
    List<Mount> mounts = new ArrayList<>();
    for (dev.berth.model.Mount mount : container.mounts()) {
      switch (mount) {
        case VolumeMount volume ->
            mounts.add(
                new Mount()
                    .withType(MountType.VOLUME)
                    .withSource(volumeName(volume.volume()))
                    .withTarget(volume.path())
                    .withReadOnly(volume.readOnly()));
        case SecretFile file -> mounts.add(secretFile(file));
        case Tmpfs none -> {}
      }
    }
    return mounts;
  }

  private Mount secretFile(SecretFile file) {
    try {
      return new Mount()
          .withType(MountType.BIND)
          .withSource(files.write(task, file.secret(), value(file.secret())).toString())
          .withTarget(file.path())
          .withReadOnly(true);
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "secret '%s' cannot be handed over as a file".formatted(file.secret()), failure);
    }
  }

  static Map<String, String> tmpfs(ContainerDefinition container) {
    Map<String, String> options = new TreeMap<>();
    for (dev.berth.model.Mount mount : container.mounts()) {
      if (mount instanceof Tmpfs tmpfs) {
        options.put(
            tmpfs.path(), "rw,nosuid,nodev,noexec,mode=1777,size=%dm".formatted(tmpfs.sizeMiB()));
      }
    }
    return options;
  }

  private String volumeName(String volume) {
    Volume.Scope scope = scopes.get(volume);
    if (scope == null) {
      throw new IllegalStateException("the definition has no volume '" + volume + "'");
    }
    return switch (scope) {
      case TASK -> Names.container(task, volume);
      case SHARED -> Names.network(engineId, task.cluster()) + "-" + volume;
    };
  }

  /** Makes the volumes that are not there, with labels by which they are found again. */
  void makeVolumes(Daemon daemon) {
    scopes.forEach((volume, scope) -> {
      Map<String, String> labels = new TreeMap<>();
      labels.put(Labels.CLUSTER, task.cluster());
      switch (scope) {
        case TASK -> {
          labels.put(Labels.ENGINE, engineId);
          labels.put(Labels.TASK, task.toString());
        }
        case SHARED -> labels.put(Labels.SHARED_VOLUME_OF, engineId);
      }
      daemon.createVolume(volumeName(volume), labels);
    });
  }

  /** Removes the task's own volumes; one in use stays, and is told. */
  static void removeVolumes(Daemon daemon, String engineId, TaskId task) {
    for (String volume :
        daemon.volumes(Map.of(Labels.ENGINE, engineId, Labels.TASK, task.toString()))) {
      try {
        daemon.connection().requests().removeVolumeCmd(volume).exec();
      } catch (NotFoundException gone) {
        // As good.
      } catch (ConflictException inUse) {
        LOG.warn("volume {} stays, somebody else uses it: {}", volume, Failures.said(inUse));
      } catch (DockerException refused) {
        LOG.warn("volume {} stays: {}", volume, Failures.said(refused));
      }
    }
  }
}
