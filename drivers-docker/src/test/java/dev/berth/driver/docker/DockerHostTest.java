package dev.berth.driver.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.berth.Engine;
import dev.berth.InvalidSpecException;
import dev.berth.model.NodeSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which daemon is meant, and which is refused; no daemon is needed for either. */
class DockerHostTest {
  @TempDir Path directory;

  @Test
  void aContextIsReadAsDockersOwnCommandWritesIt() throws IOException {
    Path file =
        directory.resolve(
            "contexts/meta/512eea46ceb3921dff4363c7069d89d4964d1d9fccaa0f411851a7aa60a5c868/meta.json");
    assertThat(DockerHost.file("far", directory)).isEqualTo(file);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"Name": "far", "Metadata": {}, "Endpoints":
          {"docker": {"Host": "tcp://far.example:2375", "SkipTLSVerify": false}}}
        """);

    assertThat(DockerHost.ofContext("far", directory))
        .isEqualTo(URI.create("tcp://far.example:2375"));
  }

  @Test
  void aContextThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> DockerHost.ofContext("near", directory))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("Docker context 'near'")
        .hasMessageContaining("docker context ls");
  }

  @Test
  void aDaemonThatSpeaksOnlyNewerVersionsIsRefusedWithBoth() throws IOException {
    HttpServer newer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(newer, "/_ping", "OK");
    answer(
        newer,
        "/version",
        "{\"Version\": \"99.0\", \"ApiVersion\": \"1.99\", \"MinAPIVersion\": \"1.90\"}");
    newer.start();
    URI host = URI.create("tcp://127.0.0.1:" + newer.getAddress().getPort());
    try (Engine engine = Engine.builder().driver(DockerDriver.connect(host)).start()) {
      assertThatThrownBy(
              () -> engine.createCluster("shop").addNode(NodeSpec.of("n").driver("docker")))
          .hasMessageContaining("Docker 99.0 at " + host + " speaks API 1.90 at least")
          .hasMessageContaining("1.41 at most");
    } finally {
      newer.stop(0);
    }
  }

  private static void answer(HttpServer server, String path, String body) {
    Map<String, String> headers = Map.of("Content-Type", "application/json");
    server.createContext(
        path,
        exchange -> {
          headers.forEach(exchange.getResponseHeaders()::add);
          exchange.sendResponseHeaders(200, body.length());
          try (var out = exchange.getResponseBody()) {
            out.write(body.getBytes(UTF_8));
          }
        });
  }
}
