package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "-web", ".web", "_web", "Web", "we b", "we/b", "web\n", "w\u00e9b", "web\0"})
  void whatIsNoNameIsRefused(String name) {
    String message =
        " '%s' is not a name: use 1 to 63 of a-z 0-9 _ . - and begin with a letter or digit"
            .formatted(name);

    assertRefused(() -> new ServiceId("shop", name), "service name" + message);
    assertRefused(() -> new ServiceId(name, "web"), "cluster name" + message);
    assertRefused(() -> new NodeId("shop", name), "node name" + message);
    assertRefused(() -> new NodeId(name, "n1"), "cluster name" + message);
    assertRefused(() -> PortMapping.of(name, 80), "port name" + message);
    assertRefused(() -> Resources.NONE.with(name, 1), "resource name" + message);
    assertRefused(() -> NodeSpec.of(name, Resources.NONE), "node name" + message);
    assertRefused(() -> NodeSpec.local().driver(name), "driver name" + message);
    assertRefused(() -> HealthCheck.tcp(name), "health check's port name" + message);
    assertRefused(() -> HealthCheck.http(name, "/"), "health check's port name" + message);
  }

  @Test
  void aNameHasAtMostSixtyThreeCharacters() {
    assertThat(new ServiceId("shop", "a".repeat(63)).name()).hasSize(63);
    assertThatThrownBy(() -> new ServiceId("shop", "a".repeat(64)))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("use 1 to 63 of");
  }

  @Test
  void twoDashesInARowAreRefusedBecauseTheySeparateTheParts() {
    assertRefused(
        () -> new ServiceId("shop", "web--blue"),
        "service name 'web--blue' has two dashes in a row, which separate the parts of a task's"
            + " name");
    assertThat(new ServiceId("shop", "web-").name()).isEqualTo("web-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-app", "_app", "a.b", "a b", "app\n", "a/b"})
  void whatIsNoDefinitionNameIsRefused(String name) {
    String message =
        " '%s' is not a name: use 1 to 255 of A-Z a-z 0-9 _ - and begin with a letter or digit"
            .formatted(name);

    assertRefused(() -> TaskDefinition.builder(name).build(), "task definition family" + message);
    assertRefused(() -> new TaskDefinitionId(name, 1), "task definition family" + message);
    assertRefused(
        () -> ContainerDefinition.builder(name).command("x").build(), "container name" + message);
    assertRefused(
        () -> new ContainerDependency(name, DependencyCondition.START),
        "dependency's container name" + message);
  }

  @Test
  void aDefinitionNameIsSpeltAsInEcs() {
    assertThat(new TaskDefinitionId("Shop--Web_2", 1)).hasToString("Shop--Web_2:1");
    assertThat(new TaskDefinitionId("a".repeat(255), 1).family()).hasSize(255);
    assertThatThrownBy(() -> new TaskDefinitionId("a".repeat(256), 1))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("use 1 to 255 of");
  }

  @Test
  void revisionsAndTaskNumbersCountFromOne() {
    assertRefused(
        () -> new TaskDefinitionId("web", 0), "revision (0) must be between 1 and 2147483647");
    assertRefused(
        () -> new TaskId(new ServiceId("shop", "web"), 0), "task number (0) must be at least 1");
    assertRefused(
        () -> new TaskId(new ServiceId("shop", "web"), -1), "task number (-1) must be at least 1");
  }
}
