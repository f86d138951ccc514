package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementConstraintTest {
  private static final PlacementConstraint IN_A = PlacementConstraint.memberOf("attribute:z == a");

  @Test
  void anExpressionIsBounded() {
    assertThat(new PlacementConstraint.MemberOf("x".repeat(2_000)).expression()).hasSize(2_000);
    assertRefused(
        () -> PlacementConstraint.memberOf("x".repeat(2_001)),
        "characters of the expression of a memberOf constraint: 2001 given, at most 2000 allowed");
    assertRefused(
        () -> PlacementConstraint.memberOf(" "),
        "expression of a memberOf constraint is empty: write one such as 'attribute:zone =="
            + " eu-1a'");
    assertRefused(
        () -> PlacementConstraint.memberOf("attribute:z == '\0'"),
        "expression of a memberOf constraint holds a NUL character at index 16: remove it");
  }

  @Test
  void aTaskDefinitionHasTenMembershipsAndNothingElse() {
    TaskDefinition.Builder ten = definition();
    for (int i = 0; i < 10; i++) {
      ten.memberOf("attribute:a exists");
    }
    assertThat(ten.build().placementConstraints()).hasSize(10);
    assertThat(ten.build().withRevision(2).placementConstraints()).hasSize(10);
    assertRefused(
        () -> ten.memberOf("attribute:a exists").build(),
        "task definition 'web': placement constraints: 11 given, at most 10 allowed");
    assertRefused(
        () -> definition().placementConstraint(PlacementConstraint.distinctInstance()).build(),
        "task definition 'web': distinctInstance is a constraint of services: give it to"
            + " ServiceSpec");
    assertThat(definition().build().placementConstraints()).isEmpty();
  }

  @Test
  void aServiceHasTenConstraintsAndFiveStrategies() {
    ServiceSpec.Builder web = ServiceSpec.of("web", new TaskDefinitionId("web", 1));
    List<PlacementConstraint> ten = Collections.nCopies(10, IN_A);
    List<PlacementConstraint> eleven = Collections.nCopies(11, IN_A);
    List<PlacementStrategy> six = Collections.nCopies(6, PlacementStrategy.random());

    assertThat(web.placementConstraints(ten).build().placementConstraints()).isEqualTo(ten);
    assertThat(web.placementStrategies(six.subList(0, 5)).build().placementStrategies()).hasSize(5);
    assertRefused(
        () -> web.placementConstraints(eleven).build(),
        "service 'web': placement constraints: 11 given, at most 10 allowed");
    assertRefused(
        () -> web.placementConstraints().placementStrategies(six).build(),
        "service 'web': placement strategies: 6 given, at most 5 allowed");
  }

  @Test
  void aServiceSpreadsOverZonesAndNodesUnlessItSaysOtherwise() {
    ServiceSpec.Builder web = ServiceSpec.of("web", new TaskDefinitionId("web", 1));
    PlacementStrategy binpack = PlacementStrategy.binpack(Resources.MEMORY);

    assertThat(web.build().placementStrategies()).isEmpty();
    assertThat(web.build().strategiesInEffect())
        .containsExactly(
            PlacementStrategy.spread("attribute:ecs.availability-zone"),
            PlacementStrategy.spread("instanceId"));
    assertThat(web.placementStrategies(binpack).build().strategiesInEffect())
        .containsExactly(binpack);
  }

  private static TaskDefinition.Builder definition() {
    return TaskDefinition.builder("web").container("app", app -> app.command("serve"));
  }
}
