package dev.berth.driver.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.model.AuthConfig;
import dev.berth.spi.DriverException;
import dev.berth.spi.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to which registry: what the builder was told, or else what Docker's command line would
 * use: {@code config.json} with its helpers.
 */
final class RegistryCredentials {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";
  private static final long HELPER_SECONDS = 20;

  /**
   * A name and a password.
   *
   * @param user the name
   * @param password its password
   */
  record Login(String user, SecretValue password) {}

  private final Map<String, Login> told;
  private final Path file;

  RegistryCredentials(Map<String, Login> told, Path file) {
    this.told = new TreeMap<>(told);
    this.file = file;
  }

  /** Where Docker's command line keeps its own. */
  static Path usualFile() {
    return directory().resolve("config.json");
  }

  /** Where Docker's own command keeps what it is told. */
  static Path directory() {
    String directory = System.getenv("DOCKER_CONFIG");
    return directory == null
        ? Path.of(System.getProperty("user.home"), ".docker")
        : Path.of(directory);
  }

  /** Whether something is known for a registry. */
  boolean knows(String registry) {
    try {
      return of(registry) != null;
    } catch (IOException | InterruptedException | DriverException unreadable) {
      return true;
    }
  }

  /** What to show to {@code registry}; null if nothing is known. */
  @Nullable AuthConfig of(String registry) throws IOException, InterruptedException {
    Login login = told.get(registry);
    if (login != null) {
      return config(registry, login.user(), login.password().reveal());
    }
    if (!Files.isReadable(file)) {
      return null;
    }
    JsonNode config = JSON.readTree(file.toFile());
    String server = registry.equals("docker.io") ? DOCKER_HUB : registry;
    String helper =
        config.path("credHelpers").path(server).asText(config.path("credsStore").asText(""));
    if (!helper.isEmpty()) {
      return fromHelper(helper, server);
    }
    JsonNode entry = config.path("auths").path(server);
    String both = entry.path("auth").asText("");
    if (both.isEmpty()) {
      return null;
    }
    String[] parts =
        new String(Base64.getDecoder().decode(both), StandardCharsets.UTF_8).split(":", 2);
    return parts.length == 2 ? config(server, parts[0], parts[1]) : null;
  }

  private static AuthConfig config(String server, String user, String password) {
    return new AuthConfig().withRegistryAddress(server).withUsername(user).withPassword(password);
  }

  /** Docker's protocol of helpers: the server on standard input, JSON on standard output. */
  private static @Nullable AuthConfig fromHelper(String helper, String server)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("docker-credential-" + helper, "get")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var input = process.outputWriter()) {
      input.write(server);
    }
    byte[] output = process.getInputStream().readAllBytes();
    if (!process.waitFor(HELPER_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new DriverException(
          DriverException.Reason.TIMED_OUT,
          "docker-credential-%s did not answer within %d s".formatted(helper, HELPER_SECONDS));
    }
    if (process.exitValue() != 0) {
      // So it says that it knows nothing of this server.
      return null;
    }
    JsonNode answer = JSON.readTree(output);
    return config(server, answer.path("Username").asText(""), answer.path("Secret").asText(""));
  }
}
