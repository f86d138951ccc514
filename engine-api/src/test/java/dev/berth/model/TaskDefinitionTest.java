package dev.berth.model;

import static dev.berth.model.DependencyCondition.COMPLETE;
import static dev.berth.model.DependencyCondition.HEALTHY;
import static dev.berth.model.DependencyCondition.START;
import static dev.berth.model.DependencyCondition.SUCCESS;
import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TaskDefinitionTest {
  @Test
  void hasOneToTenContainers() {
    assertRefused(
        () -> web().build(), "task definition 'web' has 0 containers: 1 to 10 are allowed");
    TaskDefinition.Builder eleven = web();
    for (int i = 0; i < 11; i++) {
      eleven.container("c" + i, container -> container.command("x"));
    }
    assertRefused(eleven::build, "task definition 'web' has 11 containers: 1 to 10 are allowed");
  }

  @Test
  void atLeastOneContainerIsEssential() {
    assertRefused(
        () -> web().container("app", app -> app.command("x").essential(false)).build(),
        "task definition 'web': no container is essential: at least one must be");
  }

  @Test
  void aContainerNameIsGivenOnce() {
    assertRefused(
        () -> web().container(plain("app")).container(plain("app")).build(),
        "task definition 'web': container name 'app' is given twice");
  }

  @Test
  void aPortNameIsGivenByOneContainer() {
    assertRefused(
        () ->
            web()
                .container("app", app -> app.command("x").port(PortMapping.of(80)))
                .container("proxy", proxy -> proxy.command("x").port(PortMapping.of(80)))
                .build(),
        "task definition 'web': port name '80' is given by containers 'app' and 'proxy': name"
            + " them");
  }

  @Test
  void twoPortNamesMakeTwoVariables() {
    assertRefused(
        () ->
            web().container("app", app -> app.command("x").port("a-b", 80).port("a.b", 81)).build(),
        "task definition 'web': port names 'a-b' and 'a.b' both make the variable PORT_a_b: name"
            + " them otherwise");
  }

  @Test
  void aDependencyIsKnown() {
    assertRefused(
        () ->
            web()
                .container("app", app -> app.command("x").dependsOn("db", START))
                .container(plain("cache"))
                .build(),
        "task definition 'web': container 'app' depends on 'db', which is not among [app, cache]");
  }

  @Test
  void completeAndSuccessAreNotOfEssentialContainers() {
    for (DependencyCondition condition : new DependencyCondition[] {COMPLETE, SUCCESS}) {
      assertRefused(
          () ->
              web()
                  .container("app", app -> app.command("x").dependsOn("init", condition))
                  .container(plain("init"))
                  .build(),
          ("task definition 'web': container 'app' waits for %s of 'init', which is essential: its"
                  + " exit stops the task")
              .formatted(condition));
    }
  }

  @Test
  void healthyIsOfCheckedContainers() {
    assertRefused(
        () ->
            web()
                .container("app", app -> app.command("x").dependsOn("db", HEALTHY))
                .container(plain("db"))
                .build(),
        "task definition 'web': container 'app' waits until 'db' is HEALTHY, which has no health"
            + " check");
  }

  @Test
  void aContainerThatWaitsForItselfIsACycle() {
    assertRefused(
        () -> web().container("app", app -> app.command("x").dependsOn("app", START)).build(),
        "task definition 'web': dependency cycle: app -> app");
  }

  @Test
  void aCycleIsShownFromWhereItBegins() {
    assertRefused(
        () ->
            web()
                .container("entry", entry -> entry.command("x").dependsOn("a", START))
                .container("a", a -> a.command("x").dependsOn("b", START))
                .container("b", b -> b.command("x").dependsOn("c", START))
                .container("c", c -> c.command("x").dependsOn("a", START))
                .build(),
        "task definition 'web': dependency cycle: a -> b -> c -> a");
  }

  @Test
  void twoWaysToOneContainerAreNoCycle() {
    TaskDefinition diamond =
        web()
            .container("top", top -> top.command("x").dependsOn("l", START).dependsOn("r", START))
            .container("l", l -> l.command("x").dependsOn("bottom", START))
            .container("r", r -> r.command("x").dependsOn("bottom", START))
            .container(plain("bottom"))
            .build();

    assertThat(diamond.containers()).hasSize(4);
  }

  @Test
  void tenContainersThatAllDependOnAllBeforeThemAreCheckedAtOnce() {
    TaskDefinition.Builder builder = web();
    for (int i = 0; i < 10; i++) {
      ContainerDefinition.Builder container = ContainerDefinition.builder("c" + i).command("x");
      for (int j = 0; j < i; j++) {
        container.dependsOn("c" + j, START);
      }
      builder.container(container.build());
    }

    assertThat(builder.build().containers()).hasSize(10);
  }

  @Test
  void theContainersTogetherStayWithinTheBoundOfEachResource() {
    UnaryOperator<ContainerDefinition.Builder> all =
        container -> container.command("x").resource("licences", Resources.MAXIMUM_AMOUNT);

    assertThat(web().container("a", all).build().demand().get("licences"))
        .isEqualTo(Resources.MAXIMUM_AMOUNT);
    assertRefused(
        () -> web().container("a", all).container("b", all).build(),
        "task definition 'web': its containers together: resource 'licences' (2199023255552) must"
            + " be between 0 and 1099511627776");
    assertRefused(
        () -> web().container("a", all).container("b", all).size(new TaskSize(1, 1)).build(),
        "task definition 'web': its containers together: resource 'licences' (2199023255552) must"
            + " be between 0 and 1099511627776");
  }

  @Test
  void theContainersTogetherNameAtMostThirtyTwoResources() {
    UnaryOperator<ContainerDefinition.Builder> many =
        container -> {
          ContainerDefinition.Builder changed = container.command("x").cpuUnits(1).memoryMiB(1);
          for (int i = 0; i < 31; i++) {
            changed = changed.resource("r" + i, 1);
          }
          return changed;
        };

    assertRefused(
        () -> web().container("a", many).build(),
        "task definition 'web': its containers together: resource names: 33 given, at most 32"
            + " allowed");
  }

  @Test
  void aTaskSizeHasRoomForItsContainers() {
    UnaryOperator<ContainerDefinition.Builder> half =
        container -> container.command("x").cpuUnits(512).memoryMiB(1024);

    assertRefused(
        () ->
            web().container("a", half).container("b", half).size(new TaskSize(1023, 2048)).build(),
        "task definition 'web': its containers need 1024 CPU units and 2048 MiB, more than the"
            + " task's size of 1023 and 2048");
    assertRefused(
        () -> web().container("a", half).size(new TaskSize(0, 1023)).build(),
        "task definition 'web': its containers need 512 CPU units and 1024 MiB, more than the"
            + " task's size of 0 and 1023");
    assertRefused(() -> new TaskSize(0, 0), "task size gives neither cpu nor memory: leave it out");
    assertRefused(
        () -> new TaskSize(-1, 0), "task's cpu units (-1) must be between 0 and 1073741824");
    assertRefused(
        () -> new TaskSize(0, -1), "task's memory MiB (-1) must be between 0 and 1073741824");
  }

  @Test
  void placementCountsTheSumOrTheSizeWhereItIsGiven() {
    TaskDefinition.Builder builder =
        web()
            .container("a", a -> a.command("x").cpuUnits(256).memoryMiB(512).port("http", 80))
            .container("b", b -> b.command("x").cpuUnits(128).resource("gpu", 1).port("x", 81));

    assertThat(builder.build().demand())
        .isEqualTo(Resources.of(384, 512).with("gpu", 1).with(Resources.PORTS, 2));
    assertThat(builder.size(new TaskSize(1024, 0)).build().demand())
        .isEqualTo(Resources.of(1024, 512).with("gpu", 1).with(Resources.PORTS, 2));
    assertThat(builder.size(new TaskSize(0, 2048)).build().demand())
        .isEqualTo(Resources.of(384, 2048).with("gpu", 1).with(Resources.PORTS, 2));
  }

  @Test
  void fixedPortsAreAskedForByNumberAndNotCounted() {
    PortMapping dns = new PortMapping("dns", 53, 5353, Protocol.UDP);
    TaskDefinition definition =
        web().container("app", app -> app.command("x").port(dns).port("http", 80)).build();

    assertThat(definition.fixedPorts()).containsExactly(dns);
    assertThat(definition.ports()).containsExactly(dns, PortMapping.of("http", 80));
    assertThat(definition.demand()).isEqualTo(Resources.NONE.with(Resources.PORTS, 1));
  }

  @Test
  void tagsAreAsLabels() {
    assertRefused(
        () -> web().container(plain("app")).tag("dev.berth.x", "1").build(),
        "task definition 'web': tags: key 'dev.berth.x' begins with 'dev.berth.', which is"
            + " reserved");
    assertRefused(
        () -> web().container(plain("app")).tag("owner", "\ud83d").build(),
        "task definition 'web': tags: value of 'owner' holds half a surrogate pair at index 0,"
            + " which no encoding can write: remove it");
    assertRefused(
        () -> web().container(plain("app")).tag("\0", "x").build(),
        "task definition 'web': tags: key holds a NUL character at index 0: remove it");
    TaskDefinition.Builder many = web().container(plain("app"));
    for (int i = 0; i < 65; i++) {
      many.tag("t" + i, "x");
    }
    assertRefused(many::build, "task definition 'web': tags: 65 given, at most 64 allowed");
  }

  @Test
  void revisionsAreNotNegative() {
    assertRefused(
        () -> web().container(plain("app")).revision(-1).build(),
        "revision (-1) must be between 0 and 2147483647");
  }

  @Test
  void hasItsIdentityOnceRegistered() {
    TaskDefinition definition = web().container(plain("app")).build();

    assertThat(definition).hasToString("web");
    assertThat(definition.withRevision(3)).hasToString("web:3");
    assertThat(definition.withRevision(3).id()).isEqualTo(new TaskDefinitionId("web", 3));
    assertRefused(
        definition::id,
        "task definition 'web' has no revision yet: use what Engine.register returns");
  }

  @Test
  void saysWhichContainersItHas() {
    TaskDefinition definition = web().container(plain("app")).container(plain("db")).build();

    assertThat(definition.container("db").name()).isEqualTo("db");
    assertRefused(
        () -> definition.container("cache"),
        "task definition 'web' has no container 'cache', only [app, db]");
  }

  @Test
  void isCheckedIfAnyContainerIs() {
    assertThat(web().container(plain("app")).build().healthChecked()).isFalse();
    assertThat(
            web()
                .container(plain("app"))
                .container("db", db -> db.command("x").health(HealthCheck.command("true")))
                .build()
                .healthChecked())
        .isTrue();
  }

  private static TaskDefinition.Builder web() {
    return TaskDefinition.builder("web");
  }

  private static ContainerDefinition plain(String name) {
    return ContainerDefinition.builder(name).command("x").build();
  }
}
