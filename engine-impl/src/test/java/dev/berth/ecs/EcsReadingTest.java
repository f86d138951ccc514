package dev.berth.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.DependencyCondition;
import dev.berth.model.HealthCheck;
import dev.berth.model.NetworkMode;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from ECS files, and which files are no such thing. */
class EcsReadingTest {
  static final Path FIXTURES = Path.of("src", "test", "resources", "ecs");

  @Test
  void everySupportedFieldIsRead() {
    assertThat(EcsJson.read(FIXTURES.resolve("shop.json")))
        .isEqualTo(
            TaskDefinition.builder("shop")
                .networkMode(NetworkMode.BRIDGE)
                .size(new TaskSize(1024, 2048))
                .tag("owner", "checkout")
                .tag("tier", "front")
                .container("web", EcsReadingTest::web)
                .container("cache", EcsReadingTest::cache)
                .container("migrate", EcsReadingTest::migrate)
                .build());
  }

  private static ContainerDefinition.Builder web(ContainerDefinition.Builder web) {
    return web.image("registry.local/shop-web:7")
        .cpuUnits(512)
        .memoryMiB(1024)
        .memoryReservationMiB(768)
        .port(new PortMapping("http", 8080, 80, Protocol.TCP))
        .port(PortMapping.of(9090))
        .entryPoint("/usr/bin/java")
        .command("-jar", "shop.jar")
        .environment("REGION", "north")
        .environment("EMPTY", "")
        .workingDirectory("/srv/shop")
        .dependsOn("cache", DependencyCondition.HEALTHY)
        .dependsOn("migrate", DependencyCondition.SUCCESS)
        .startTimeout(Duration.ofSeconds(60))
        .stopTimeout(Duration.ofSeconds(20))
        .label("team", "checkout")
        .health(
            HealthCheck.http("http", "/ready")
                .interval(Duration.ofSeconds(2))
                .timeout(Duration.ofMillis(500)));
  }

  private static ContainerDefinition.Builder cache(ContainerDefinition.Builder cache) {
    return cache
        .image("registry.local/cache")
        .memoryMiB(256)
        .resource("gpu", 2)
        .health(
            HealthCheck.command("/bin/sh", "-c", "cache-cli ping || exit 1")
                .interval(Duration.ofSeconds(10))
                .timeout(Duration.ofSeconds(3))
                .retries(4)
                .startPeriod(Duration.ofSeconds(15)));
  }

  private static ContainerDefinition.Builder migrate(ContainerDefinition.Builder migrate) {
    return migrate
        .image("registry.local/migrate")
        .essential(false)
        .resource("licences", 1)
        .startTimeout(Duration.ofMinutes(10))
        .stopTimeout(Duration.ofMillis(250));
  }

  @Test
  void namesOfFieldsAreMatchedWithoutRegardToCaseAndIntegersMayBeStrings() {
    assertThat(EcsJson.read(FIXTURES.resolve("cloudformation.json")))
        .isEqualTo(
            TaskDefinition.builder("worker")
                .networkMode(NetworkMode.AWSVPC)
                .size(new TaskSize(512, 1024))
                .tag("owner", "orders")
                .container(
                    "worker",
                    worker ->
                        worker
                            .image("registry.local/worker")
                            .memoryMiB(900)
                            .port(new PortMapping("8080", 8080, 8080, Protocol.TCP))
                            .environment("QUEUE", "orders")
                            .health(HealthCheck.command("worker", "--ping")))
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "256, 256",
    "'\"256\"', 256",
    "'\"1 vCPU\"', 1024",
    "'\".5 vCPU\"', 512",
    "'\"0.25vcpu\"', 256",
    "'\"16 VCPU\"', 16384"
  })
  void taskCpuIsUnitsOrVirtualProcessors(String written, int units) {
    assertThat(EcsJson.parse(task("'cpu': " + written)).size()).contains(new TaskSize(units, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "512, 512",
    "'\"512\"', 512",
    "'\"1 GB\"', 1024",
    "'\"2GB\"', 2048",
    "'\"0.5gb\"', 512"
  })
  void taskMemoryIsMebibytesOrGigabytes(String written, int mebibytes) {
    assertThat(EcsJson.parse(task("'memory': " + written)).size())
        .contains(new TaskSize(0, mebibytes));
  }

  @ParameterizedTest
  @CsvSource({
    "bridge, '', 0",
    "bridge, '\"hostPort\": 0,', 0",
    "none, '', 0",
    "host, '', 7000",
    "awsvpc, '', 7000",
    "awsvpc, '\"hostPort\": null,', 7000",
    "host, '\"hostPort\": 0,', 0",
    "host, '\"hostPort\": 7100,', 7100"
  })
  void anAbsentHostPortIsTheContainerPortWhereTheNetworkHasNoMapping(
      String mode, String hostPort, int expected) {
    TaskDefinition task =
        EcsJson.parse(
            task(
                "'networkMode': '" + mode + "'",
                "'portMappings': [{" + hostPort + " 'containerPort': 7000}]"));
    assertThat(task.ports()).containsExactly(new PortMapping("7000", 7000, expected, Protocol.TCP));
  }

  @Test
  void anAbsentHostPortIsDynamicWithoutNetworkMode() {
    String task = task("'tags': []", "'portMappings': [{'containerPort': 53, 'protocol': 'UDP'}]");
    assertThat(EcsJson.parse(task).ports())
        .containsExactly(new PortMapping("53", 53, 0, Protocol.UDP));
  }

  @Test
  void requiredCompatibilitiesAreCheckedAndNotKept() {
    assertThat(EcsJson.parse(task("'requiresCompatibilities': ['FARGATE', 'EC2']")))
        .isEqualTo(EcsJson.parse(task("'tags': []")));
    assertRefused(
        task("'requiresCompatibilities': ['EC2', 'LAMBDA']"),
        "/requiresCompatibilities/1: 'LAMBDA' is not one of"
            + " EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES");
  }

  @Test
  void fieldsThatAskForNothingAreAccepted() {
    String nothing =
        "'ulimits': null, 'mountPoints': [], 'linuxParameters': {'devices': []}, 'user': '',"
            + " 'privileged': false, 'healthCheck': {'command': []}, 'environment': {},"
            + " 'restartPolicy': {'enabled': false}";
    assertThat(EcsJson.parse(task("'volumes': [], 'pidMode': null", nothing)))
        .isEqualTo(EcsJson.parse(task("'tags': []")));
  }

  @Test
  void aTextIsReadAsAFileIs() throws IOException {
    Path file = FIXTURES.resolve("shop.json");
    assertThat(EcsJson.parse(Files.readString(file))).isEqualTo(EcsJson.read(file));
  }

  @Test
  void unreadableJsonIsRefusedWithLineAndColumn(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(directory.resolve("web.json"), "{\n  \"family\": \"f\",\n  oops\n}");
    assertThatThrownBy(() -> EcsJson.read(file))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith(file + ": line 3, column 3: not JSON: Unexpected character ('o'");
  }

  @Test
  void aFieldGivenTwiceIsRefused() {
    assertThatThrownBy(() -> EcsJson.parse("{\"family\": \"a\", \"family\": \"b\"}"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("ECS task definition: line 1, column 25: not JSON: Duplicate field 'family'");
    assertRefused(task("'Family': 'b'"), "/Family: is given twice: /family is the same field");
  }

  @Test
  void textAfterTheJsonIsRefused() {
    assertThatThrownBy(() -> EcsJson.parse("{} {}"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith("ECS task definition: line 1, column 4: not JSON: Trailing token");
  }

  @Test
  void numbersJsonDoesNotKnowAreRefused() {
    assertThatThrownBy(() -> EcsJson.parse("{\"cpu\": NaN}"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith(
            "ECS task definition: line 1, column 12: not JSON: Non-standard token 'NaN'");
  }

  @Test
  void aMissingFileIsRefused(@TempDir Path directory) {
    Path file = directory.resolve("none.json");
    assertThatThrownBy(() -> EcsJson.read(file))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(file + ": there is no such file");
  }

  @Test
  void aDirectoryIsRefused(@TempDir Path directory) {
    assertThatThrownBy(() -> EcsJson.readLenient(directory))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(directory + ": is a directory: name one of its files");
  }

  @Test
  void anEmptyFileIsRefused(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("empty.json"), " \n");
    assertThatThrownBy(() -> EcsJson.read(file))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(file + ": is empty: expected a JSON object");
  }

  @Test
  void aFileAboveOneMebibyteIsRefused(@TempDir Path directory) throws IOException {
    String large = task("'tags': []") + " ".repeat(1 << 20);
    Path file = Files.writeString(directory.resolve("large.json"), large);
    String reason = ": is larger than 1048576 bytes, which no ECS task definition needs";
    assertThatThrownBy(() -> EcsJson.read(file))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(file + reason);
    assertThatThrownBy(() -> EcsJson.parse(large))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("ECS task definition" + reason);
  }

  @Test
  void aFileOfAnotherEncodingIsRefusedAndAByteOrderMarkIsNot(@TempDir Path directory)
      throws IOException {
    Path latin = Files.write(directory.resolve("latin.json"), new byte[] {'"', (byte) 0xE9, '"'});
    assertThatThrownBy(() -> EcsJson.read(latin))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(latin + ": is not UTF-8 text, as JSON must be");
    Path marked = Files.writeString(directory.resolve("bom.json"), "\uFEFF" + task("'tags': []"));
    assertThat(EcsJson.read(marked).family()).isEqualTo("f");
  }

  static void assertRefused(String json, String... problems) {
    assertThatThrownBy(() -> EcsJson.parseLenient(json))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("ECS task definition: " + String.join("\nECS task definition: ", problems));
  }

  /** A valid task definition of one container, with further fields; ' stands for ". */
  static String task(String taskFields, String... containerFields) {
    String container = containerFields.length == 0 ? "" : ", " + String.join(", ", containerFields);
    return quoted(
        "{'family': 'f', 'containerDefinitions': [{'name': 'a', 'image': 'b'%s}], %s}"
            .formatted(container, taskFields));
  }

  static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
