package dev.berth.driver.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.berth.spi.DriverException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way to one daemon: a client for requests, which give up in time, one for streams, which may
 * be silent for as long as they like, and one for the heartbeat. The first answer of the daemon
 * settles the version in which all are made.
 */
final class Connection implements AutoCloseable {
  /** The newest version of Docker's API that the tests have seen. */
  private static final RemoteApiVersion TESTED = RemoteApiVersion.create(1, 41);

  private static final int STREAMS = 64;

  private final DockerSettings settings;
  private final DockerClient heartbeat;
  private @Nullable DockerClient requests;
  private @Nullable DockerClient streams;
  private boolean closed;

  Connection(DockerSettings settings) {
    this.settings = settings;
    heartbeat = client(RemoteApiVersion.UNKNOWN_VERSION, settings.patience(), 2);
  }

  private DockerClient client(RemoteApiVersion version, Duration patience, int connections) {
    DefaultDockerClientConfig.Builder builder =
        settings.configuration().withDockerHost(settings.host().toString());
    DockerClientConfig config =
        (version.equals(RemoteApiVersion.UNKNOWN_VERSION)
                ? builder
                : builder.withApiVersion(version))
            .build();
    return DockerClientImpl.getInstance(
        config,
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .maxConnections(connections)
            .connectionTimeout(settings.patience())
            .responseTimeout(patience)
            .build());
  }

  /** Asks whether the daemon is there. */
  void ping() {
    heartbeat.pingCmd().exec();
  }

  synchronized DockerClient requests() {
    connect();
    return opened(requests);
  }

  synchronized DockerClient streams() {
    connect();
    return opened(streams);
  }

  private DockerClient opened(@Nullable DockerClient client) {
    if (client == null) {
      throw new DriverException(
          DriverException.Reason.UNAVAILABLE, "driver '" + settings.name() + "' is closed");
    }
    return client;
  }

  private void connect() {
    if (requests != null || closed) {
      return;
    }
    RemoteApiVersion version = negotiated(heartbeat.versionCmd().exec());
    requests = client(version, settings.requestTimeout(), settings.concurrency() + 2);
    // Zero: forever.
    streams = client(version, Duration.ZERO, STREAMS);
  }

  private RemoteApiVersion negotiated(Version daemon) {
    RemoteApiVersion newest = RemoteApiVersion.parseConfig(daemon.getApiVersion());
    Object minimum = daemon.getRawValues().get("MinAPIVersion");
    if (minimum != null
        && !TESTED.isGreaterOrEqual(RemoteApiVersion.parseConfig(minimum.toString()))) {
      throw new DriverException(
          DriverException.Reason.UNSUPPORTED,
          ("driver '%s': Docker %s at %s speaks API %s at least, this driver %s at most: use a newer"
                  + " Berth, or let the daemon speak older versions (DOCKER_MIN_API_VERSION)")
              .formatted(
                  settings.name(),
                  daemon.getVersion(),
                  settings.host(),
                  minimum,
                  TESTED.getVersion()));
    }
    return newest.isGreaterOrEqual(TESTED) ? TESTED : newest;
  }

  @Override
  public void close() {
    DockerClient first;
    DockerClient second;
    synchronized (this) {
      first = requests;
      second = streams;
      requests = null;
      streams = null;
      closed = true;
    }
    close(heartbeat);
    close(first);
    close(second);
  }

  private static void close(@Nullable DockerClient client) {
    if (client != null) {
      try {
        client.close();
      } catch (IOException alreadyBroken) {
        // Nothing is left to release.
      }
    }
  }
}
