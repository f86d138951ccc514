package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerDefinitionTest {
  @Test
  void hasTheDefaultsOfEcs() {
    ContainerDefinition app = app().build();

    assertThat(app.essential()).isTrue();
    assertThat(app.startTimeout()).isEqualTo(Duration.ofMinutes(3));
    assertThat(app.stopTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(app.demand()).isEqualTo(Resources.NONE);
  }

  @Test
  void thereMustBeSomethingToRun() {
    assertRefused(
        () -> ContainerDefinition.builder("app").build(),
        "container 'app': neither image nor command: nothing to run");
    assertThat(ContainerDefinition.builder("app").image("nginx:1").build().commandLine()).isEmpty();
    assertThat(
            ContainerDefinition.builder("app")
                .entryPoint("sh", "-c")
                .command("ls")
                .build()
                .commandLine())
        .containsExactly("sh", "-c", "ls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void aBlankImageIsRefused(String image) {
    assertRefused(
        () -> app().image(image).build(),
        "container 'app': image '%s' is blank: name one, or leave it out".formatted(image));
  }

  @Test
  void amountsHaveBounds() {
    assertRefused(
        () -> app().cpuUnits(-1).build(),
        "container 'app': cpu units (-1) must be between 0 and 1073741824");
    assertRefused(
        () -> app().cpuUnits(Integer.MAX_VALUE).build(),
        "container 'app': cpu units (2147483647) must be between 0 and 1073741824");
    assertRefused(
        () -> app().memoryMiB(-1).build(),
        "container 'app': memory MiB (-1) must be between 0 and 1073741824");
    assertRefused(
        () -> app().memoryReservationMiB(-1).build(),
        "container 'app': memory reservation MiB (-1) must be between 0 and 1073741824");
    assertRefused(
        () -> app().resource("gpu", -1), "resource 'gpu' (-1) must be between 0 and 1099511627776");
  }

  @Test
  void theHardLimitIsAboveTheReservation() {
    assertRefused(
        () -> app().memoryMiB(256).memoryReservationMiB(256).build(),
        "container 'app': memory (256 MiB) must be above memoryReservation (256 MiB)");
    assertRefused(
        () -> app().memoryMiB(256).memoryReservationMiB(512).build(),
        "container 'app': memory (256 MiB) must be above memoryReservation (512 MiB)");
    assertThat(app().memoryMiB(257).memoryReservationMiB(256).build().memoryMiB()).isEqualTo(257);
  }

  @Test
  void placementCountsTheReservationThePortsAndFurtherResources() {
    ContainerDefinition app =
        app()
            .cpuUnits(256)
            .memoryMiB(512)
            .memoryReservationMiB(128)
            .resource("gpu", 1)
            .port("http", 8080)
            .port("admin", 8081)
            .port(new PortMapping("dns", 53, 53, Protocol.UDP))
            .build();

    assertThat(app.demand())
        .isEqualTo(Resources.of(256, 128).with("gpu", 1).with(Resources.PORTS, 2));
    assertThat(app().memoryMiB(512).build().demand()).isEqualTo(Resources.of(0, 512));
  }

  @Test
  void whatIsCountedByItselfCannotBeNamedAgain() {
    for (String reserved : new String[] {"cpu", "memory", "ports"}) {
      assertRefused(
          () -> app().resource(reserved, 1).build(),
          ("container 'app': resource '%s' is counted by itself: set cpuUnits, memoryMiB or ports"
                  + " instead")
              .formatted(reserved));
    }
  }

  @Test
  void aPortNameIsGivenOnce() {
    assertRefused(
        () -> app().port("http", 80).port("http", 81).build(),
        "container 'app': port name 'http' is given twice: name them");
    assertRefused(
        () ->
            app().port(PortMapping.of(53)).port(new PortMapping("53", 53, 0, Protocol.UDP)).build(),
        "container 'app': port name '53' is given twice: name them");
  }

  @Test
  void aHealthCheckProbesAPortOfItsContainer() {
    assertRefused(
        () -> app().port("http", 80).health(HealthCheck.http("web", "/")).build(),
        "container 'app': health check probes port 'web', but the container's ports are [http]");
    assertRefused(
        () -> app().health(HealthCheck.tcp("80")).build(),
        "container 'app': health check probes port '80', but the container's ports are []");
    assertThat(app().health(HealthCheck.command("true")).build().health()).isPresent();
  }

  @Test
  void timeoutsHaveBounds() {
    assertRefused(
        () -> app().startTimeout(Duration.ZERO).build(),
        "container 'app': startTimeout (PT0S) must be between PT0.001S and PT1H");
    assertRefused(
        () -> app().startTimeout(Duration.ofHours(2)).build(),
        "container 'app': startTimeout (PT2H) must be between PT0.001S and PT1H");
    assertRefused(
        () -> app().stopTimeout(Duration.ofMillis(-1)).build(),
        "container 'app': stopTimeout (PT-0.001S) must be between PT0S and PT1H");
    assertRefused(
        () -> app().stopTimeout(Duration.ofHours(2)).build(),
        "container 'app': stopTimeout (PT2H) must be between PT0S and PT1H");
    assertThat(app().stopTimeout(Duration.ZERO).build().stopTimeout()).isZero();
  }

  @Test
  void aWorkingDirectoryIsAbsolute() {
    assertRefused(
        () -> app().workingDirectory("data").build(),
        "container 'app': workingDirectory 'data' must be an absolute path");
    assertRefused(
        () -> app().workingDirectory("").build(),
        "container 'app': workingDirectory '' must be an absolute path");
  }

  @Test
  void argumentsHoldNoNul() {
    assertRefused(
        () -> ContainerDefinition.builder("app").command("a\0").build(),
        "container 'app': command: an argument holds a NUL character");
    assertRefused(
        () -> ContainerDefinition.builder("app").entryPoint("\0").build(),
        "container 'app': entryPoint: an argument holds a NUL character");
  }

  @Test
  void variablesHaveNamesAndNoNul() {
    String message =
        "container 'app': environment variable '%s' is empty or holds = or a NUL character";

    assertRefused(() -> app().environment("", "x").build(), message.formatted(""));
    assertRefused(() -> app().environment("A=B", "x").build(), message.formatted("A=B"));
    assertRefused(() -> app().environment("A\0", "x").build(), message.formatted("A\0"));
    assertRefused(() -> app().environment("A", "x\0").build(), message.formatted("A"));
  }

  @Test
  void halfASurrogatePairIsRefusedInVariablesAndLabels() {
    String half = " holds half a surrogate pair at index 0, which no encoding can write: remove it";

    assertRefused(
        () -> app().environment("\ud83d", "x").build(), "container 'app': environment: key" + half);
    assertRefused(
        () -> app().environment("A", "\udea2").build(),
        "container 'app': environment: value of 'A'" + half);
    assertRefused(
        () -> app().label("\udea2\ud83d", "x").build(), "container 'app': labels: key" + half);
    assertRefused(
        () -> app().label("a", "\ud83dx").build(), "container 'app': labels: value of 'a'" + half);
    assertThat(app().environment("A", "\ud83d\udea2").build().environment())
        .containsEntry("A", "\ud83d\udea2");
  }

  @Test
  void labelsHoldNoNulAndNoneOfBerthsOwnKeys() {
    assertRefused(
        () -> app().label("dev.berth.engine", "x").build(),
        "container 'app': labels: key 'dev.berth.engine' begins with 'dev.berth.', which is"
            + " reserved");
    assertRefused(
        () -> app().label("a\0", "x").build(),
        "container 'app': labels: key holds a NUL character at index 1: remove it");
    assertRefused(
        () -> app().label("a", "x\0y").build(),
        "container 'app': labels: value of 'a' holds a NUL character at index 1: remove it");
    assertThat(app().label("dev.berthing", "x").label("", "").build().labels()).hasSize(2);
  }

  @Test
  void everythingIsBoundedInNumber() {
    assertRefused(
        () ->
            ContainerDefinition.builder("app")
                .command(Collections.nCopies(1025, "x").toArray(String[]::new))
                .build(),
        "container 'app': command: 1025 given, at most 1024 allowed");
    assertRefused(
        () -> repeated(1025, (app, i) -> app.environment("A" + i, "x")),
        "container 'app': environment variables: 1025 given, at most 1024 allowed");
    assertRefused(
        () -> repeated(101, (app, i) -> app.port("p" + i, 80)),
        "container 'app': port mappings: 101 given, at most 100 allowed");
    assertRefused(
        () -> repeated(33, (app, i) -> app.dependsOn("c" + i, DependencyCondition.START)),
        "container 'app': dependencies: 33 given, at most 32 allowed");
    assertRefused(
        () -> repeated(65, (app, i) -> app.label("l" + i, "x")),
        "container 'app': labels: 65 given, at most 64 allowed");
  }

  @Test
  void whatABuilderMadeDoesNotChangeWithIt() {
    ContainerDefinition.Builder builder = app().environment("A", "1").label("l", "1");
    ContainerDefinition made = builder.build();
    builder.environment("A", "2").label("l", "2").port("http", 80).cpuUnits(7);

    assertThat(made).isEqualTo(app().environment("A", "1").label("l", "1").build());
    assertThatThrownBy(() -> made.environment().put("A", "3"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aRefusalNamesNoOtherThanTheFirstFault() {
    assertThatThrownBy(() -> app().cpuUnits(-1).memoryMiB(-1).build())
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("cpu units")
        .hasMessageNotContaining("memory");
  }

  private interface Change {
    ContainerDefinition.Builder change(ContainerDefinition.Builder builder, int number);
  }

  private static ContainerDefinition repeated(int times, Change change) {
    ContainerDefinition.Builder builder = app();
    for (int i = 0; i < times; i++) {
      builder = change.change(builder, i);
    }
    return builder.build();
  }

  private static ContainerDefinition.Builder app() {
    return ContainerDefinition.builder("app").command("serve");
  }
}
