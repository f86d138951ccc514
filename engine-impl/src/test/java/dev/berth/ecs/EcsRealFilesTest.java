package dev.berth.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import dev.berth.model.TaskDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The task definitions that Amazon publishes as examples, and tasks from the tests of the ECS
 * agent. They are not part of this repository: the system property {@code ecs.dir} names their
 * directory.
 */
class EcsRealFilesTest {
  private static final Path DIRECTORY = Path.of(System.getProperty("ecs.dir", "not-given"));

  @BeforeAll
  static void needTheFiles() {
    Assumptions.assumeTrue(
        Files.isDirectory(DIRECTORY), "-Decs.dir names no directory: " + DIRECTORY);
  }

  @Test
  void everyExampleOfAmazonIsReadAndOnlyItsLogDriverIsLeftOut() throws IOException {
    List<Path> files = files("aws-containers-task-definitions", "");
    assertThat(files).hasSize(14);
    for (Path file : files) {
      EcsReading reading = EcsJson.readLenient(file);
      assertThat(reading.warnings())
          .as(file.toString())
          .containsExactly(
              new EcsWarning(
                  "/containerDefinitions/0/logConfiguration",
                  "logs are kept in bounded files; see Task.logs()"));
      assertWrittenForAStrictReading(reading.definition());
    }
  }

  @Test
  void everyTaskOfTheEcsAgentIsReadWithoutUnknownFields() throws IOException {
    List<Path> files = files("agent-test-tasks", "sleep5");
    assertThat(files).hasSize(5);
    for (Path file : files) {
      EcsReading reading = EcsJson.readLenient(file);
      assertThat(reading.definition().container("sleep5").command()).containsExactly("sleep", "5");
      assertThat(reading.warnings())
          .as(file.toString())
          .noneMatch(warning -> warning.reason().contains("no such field"));
      assertWrittenForAStrictReading(reading.definition());
    }
  }

  @Test
  void theCircularTaskOfTheEcsAgentIsRefusedInBothModes() {
    Path file = DIRECTORY.resolve("agent-test-tasks").resolve("circular_dependency.json");
    String cycle =
        file + ": task definition 'circular-dependency': dependency cycle: web -> web-db -> web";
    assertThatThrownBy(() -> EcsJson.readLenient(file))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(cycle);
    assertThatThrownBy(() -> EcsJson.read(file))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageEndingWith(cycle);
  }

  private static void assertWrittenForAStrictReading(TaskDefinition definition) {
    assertThat(EcsJson.parse(EcsJson.write(definition))).isEqualTo(definition);
  }

  private static List<Path> files(String directory, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY.resolve(directory))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .sorted()
          .toList();
    }
  }
}
