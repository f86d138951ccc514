package dev.berth.driver.docker;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.berth.model.NetworkMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the builder of a {@link DockerDriver} was told. */
record DockerSettings(
    String name,
    URI host,
    @Nullable Path certificates,
    int firstPort,
    int lastPort,
    long logFileLimit,
    int logFiles,
    long processLimit,
    String address,
    boolean hostNetwork,
    int concurrency,
    Duration heartbeat,
    Duration patience,
    Duration requestTimeout,
    Pulling pulling) {
  /** Whether the daemon shares our ports. */
  boolean local() {
    return host.getScheme().equals("unix");
  }

  /** Where ports are published: at the loopback if that is what others are told. */
  String bindAddress() {
    return address.equals("localhost") || address.startsWith("127.") ? "127.0.0.1" : "0.0.0.0";
  }

  Set<NetworkMode> networkModes() {
    EnumSet<NetworkMode> modes = EnumSet.of(NetworkMode.BRIDGE, NetworkMode.NONE);
    if (hostNetwork) {
      modes.add(NetworkMode.HOST);
    }
    if (local()) {
      // Elsewhere nobody outside that machine would reach the addresses, this engine included.
      modes.add(NetworkMode.AWSVPC);
    }
    return modes;
  }

  DefaultDockerClientConfig.Builder configuration() {
    DefaultDockerClientConfig.Builder builder =
        DefaultDockerClientConfig.createDefaultConfigBuilder();
    return certificates == null
        ? builder.withDockerTlsVerify(false)
        : builder.withDockerTlsVerify(true).withDockerCertPath(certificates.toString());
  }

  /** How images are fetched. */
  record Pulling(
      int concurrency,
      Duration longest,
      Duration keepsUnused,
      RegistryCredentials credentials,
      Consumer<DockerDriver.PullProgress> progress) {}
}
