package dev.berth.spi;

import dev.berth.model.NetworkMode;
import java.util.Set;

/**
 * What a driver can do; what is not here, it refuses.
 *
 * @param features the optional abilities it has
 * @param networkModes the network modes it can give
 */
public record DriverCapabilities(Set<Feature> features, Set<NetworkMode> networkModes) {
  public DriverCapabilities {
    features = Set.copyOf(features);
    networkModes = Set.copyOf(networkModes);
  }

  /** An ability that some drivers have. */
  public enum Feature {
    /** Runs images. */
    IMAGES,
    /** Runs programs of the node's own file system, without an image. */
    HOST_PROGRAMS,
    /** Enforces the hard memory limit. */
    MEMORY_LIMIT,
    /** Runs commands beside a container, which command health checks need. */
    EXEC,
    /** Gives a container all of its {@code ContainerOptions}. */
    CONTAINER_OPTIONS,
    /** Gives a container its volumes, tmpfs and secret files. */
    MOUNTS,
    /** Gives a container secrets in its environment. */
    SECRET_VARIABLES
  }
}
