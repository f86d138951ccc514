package dev.berth.examples.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The Docker daemon, asked beside the engine: to build the image, to do what a stranger does, and
 * to see at the end that nothing is left.
 */
final class Daemon implements AutoCloseable {
  private static final String IMAGE = "berth-example/web:";
  private static final int EXECUTABLE = 0100755;

  private final DockerClient client;

  Daemon(URI host) {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host.toString())
            .build();
    client =
        DockerClientImpl.getInstance(
            config,
            new ApacheDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .build());
  }

  /** The daemon of {@code DOCKER_HOST}, or of this machine. */
  static URI host() {
    String told = System.getenv("DOCKER_HOST");
    return URI.create(told == null ? "unix:///var/run/docker.sock" : told);
  }

  /** Its version; fails if it does not answer. */
  String version() {
    return String.valueOf(client.versionCmd().exec().getVersion());
  }

  /** A statically linked busybox of this machine. */
  static Optional<Path> busybox() {
    return Stream.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Builds an image of nothing but busybox and one page; gives its name. */
  String build(Path busybox, String version, String page) throws IOException {
    ByteArrayOutputStream context = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(context, UTF_8.name())) {
      put(tar, "busybox", Files.readAllBytes(busybox));
      put(tar, "index.html", page.getBytes(UTF_8));
      String file =
          """
          FROM scratch
          COPY busybox /bin/busybox
          COPY index.html /www/index.html
          ENTRYPOINT ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
          """;
      put(tar, "Dockerfile", file.getBytes(UTF_8));
    }
    try (BuildImageResultCallback built = new BuildImageResultCallback()) {
      String unused =
          client
              .buildImageCmd(new ByteArrayInputStream(context.toByteArray()))
              .withTags(Set.of(IMAGE + version))
              .exec(built)
              .awaitImageId();
    }
    return IMAGE + version;
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(EXECUTABLE);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  void kill(String container) {
    client.killContainerCmd(container).exec();
  }

  /** The ids of one engine's containers, running or not. */
  List<String> containers(String engineId) {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of("dev.berth.engine", engineId))
        .exec()
        .stream()
        .map(container -> container.getId().substring(0, 12))
        .sorted()
        .toList();
  }

  void removeImage(String image) {
    client.removeImageCmd(image).withForce(true).exec();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
