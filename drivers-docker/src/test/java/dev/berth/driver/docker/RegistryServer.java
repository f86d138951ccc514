package dev.berth.driver.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A registry of the tests' own, which wants a name and a password. */
final class RegistryServer implements AutoCloseable {
  static final String USER = "berth";
  static final String PASSWORD = "berth-password";

  /** The password as bcrypt writes it. */
  private static final String HASH = "$2y$05$abcdefghijklmnopqrstuuO0m8vSV5v/IZM5L9O4/dlyqslGaRmOW";

  private final int port;
  private final Process process;

  private RegistryServer(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  static RegistryServer start(Path directory) throws IOException {
    return start(directory, freePort());
  }

  /** One that has what another of the same directory was given. */
  static RegistryServer start(Path directory, int port) throws IOException {
    Path users = Files.writeString(directory.resolve("users"), USER + ":" + HASH + "\n");
    Path config =
        Files.writeString(
            directory.resolve("registry.yml"),
            """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: "127.0.0.1:%d"}
            auth: {htpasswd: {realm: berth, path: %s}}
            """
                .formatted(directory.resolve("registry"), port, users));
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
    RegistryServer server = new RegistryServer(port, process);
    DockerDaemon.await("the registry to answer", server::answers);
    return server;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://" + address() + "/v2/").toURL().openConnection();
      return connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** Like a machine that fails. */
  void kill() {
    process.destroyForcibly();
  }

  /** As in the names of its images. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** Puts busybox there under another name, and takes that name from the daemon again. */
  String push(DockerDaemon daemon, String name) {
    return push(daemon, DockerDaemon.BUSYBOX, name);
  }

  /** Puts an image of the daemon there, and takes the new name from the daemon again. */
  String push(DockerDaemon daemon, String source, String name) {
    String image = address() + "/" + name;
    daemon.docker("login", "--username", USER, "--password", PASSWORD, address());
    daemon.docker("tag", source, image);
    daemon.docker("push", image);
    daemon.docker("rmi", image);
    daemon.docker("logout", address());
    return image;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
