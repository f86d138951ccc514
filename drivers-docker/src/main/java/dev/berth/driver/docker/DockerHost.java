package dev.berth.driver.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.berth.InvalidSpecException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/** Where a daemon is, as Docker's own command finds it. */
final class DockerHost {
  private DockerHost() {}

  /**
   * {@code DOCKER_HOST}; else the context of {@code DOCKER_CONTEXT} or of the configuration; else
   * this machine's socket.
   */
  static URI usual() {
    return resolved(DefaultDockerClientConfig.createDefaultConfigBuilder());
  }

  /**
   * The host of a context.
   *
   * @param configuration the directory of Docker's {@code config.json} and its contexts
   * @throws InvalidSpecException if there is none of that name
   */
  static URI ofContext(String name, Path configuration) {
    if (!name.equals("default") && !Files.exists(file(name, configuration))) {
      throw new InvalidSpecException(
          "there is no Docker context '%s' in %s: `docker context ls` lists them"
              .formatted(name, configuration));
    }
    return resolved(
        new DefaultDockerClientConfig.Builder()
            .withProperties(new Properties())
            .withDockerConfig(configuration.toString())
            .withDockerContext(name));
  }

  /** Where Docker's own command describes a context. */
  static Path file(String context, Path configuration) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(context.getBytes(UTF_8));
      return configuration
          .resolve("contexts/meta")
          .resolve(HexFormat.of().formatHex(hash))
          .resolve("meta.json");
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }

  private static URI resolved(DefaultDockerClientConfig.Builder builder) {
    // Certificates are named to the driver's own builder.
    return builder.withDockerTlsVerify(false).build().getDockerHost();
  }

  /** The certificates that {@code DOCKER_TLS_VERIFY} asks for. */
  static Optional<Path> certificates() {
    String verify = System.getenv("DOCKER_TLS_VERIFY");
    String path = System.getenv("DOCKER_CERT_PATH");
    return verify == null || verify.isEmpty() || path == null
        ? Optional.empty()
        : Optional.of(Path.of(path));
  }
}
