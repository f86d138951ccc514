package dev.berth.driver.process;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.Service;
import dev.berth.journal.Journals;
import dev.berth.model.HealthCheck;
import dev.berth.model.NodeSpec;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first example, compiled and run, and held equal to what the README shows. */
class ReadmeExampleTest {
  @Test
  void theExampleOfTheReadmeRuns(@TempDir Path data) {
    // spotless:off
    // readme:begin
String server = Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
TaskDefinition web = TaskDefinition.builder("web")
    .container("app", app -> app.command(server, "-p", "${PORT_http}", "-d", "/tmp")
        .port("http", 8000).health(HealthCheck.http("http", "/").startPeriod(ofSeconds(30))))
    .build();
try (Engine engine = Engine.builder().journal(Journals.directory(data)).driver(ProcessDriver.create()).start()) {
  Cluster cluster = engine.createCluster("shop");
  cluster.addNode(NodeSpec.local());
  Service service = cluster.createService(ServiceSpec.of("web", engine.register(web)).desiredCount(3).build());
  service.awaitSteady(ofSeconds(60));
  System.out.println(service.endpoint("http").uri());
}
    // readme:end
    // spotless:on
  }

  @Test
  void theReadmeShowsExactlyThisExample() throws IOException {
    Path source = Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java");
    List<String> lines = Files.readAllLines(source);
    String example =
        String.join(
            "\n",
            lines.subList(
                lines.indexOf("    // readme:begin") + 1, lines.indexOf("    // readme:end")));

    assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + example + "\n```");
  }
}
