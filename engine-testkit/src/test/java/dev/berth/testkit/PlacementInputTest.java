package dev.berth.testkit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.Events;
import dev.berth.InvalidSpecException;
import dev.berth.Service;
import dev.berth.event.EventRecord;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Constraints that cannot be read are refused when they are given, and leave nothing behind. */
class PlacementInputTest {
  private static final String WRONG = "attribute:zone = eu-1a";
  private static final String EXISTS = "attribute:zone !exists";
  private static final String CARET =
      "\nattribute:zone = eu-1a\n               ^ expected an operator (==, !=, >, >=, <, <=, exists,"
          + " !exists, in, !in, =~, !~), found '='";

  private Simulation simulation;
  private final List<EventRecord> events = new ArrayList<>();

  @BeforeEach
  void start() {
    simulation = Simulation.nodes(2, Resources.of(4 * 1024, 8 * 1024));
    simulation.engine().events().subscribe(Events.matching(event -> true, events::add));
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void aDefinitionWithAWrongExpressionIsNotRegistered() {
    refused(
        () -> simulation.engine().register(definition("attribute:a exists", WRONG)),
        "task definition 'web': placement constraint 2 is not of the cluster query language:"
            + CARET);
    assertThat(simulation.engine().taskDefinitions("web")).isEmpty();
  }

  @Test
  void aServiceWithAWrongExpressionIsNotCreated() {
    ServiceSpec spec =
        ServiceSpec.of("web", simulation.engine().register(definition()))
            .placementConstraints(
                PlacementConstraint.distinctInstance(), PlacementConstraint.memberOf(WRONG))
            .build();

    refused(
        () -> simulation.cluster().createService(spec),
        "service 'test/web': placement constraint 2 is not of the cluster query language:" + CARET);
    assertThat(simulation.cluster().services()).isEmpty();
  }

  @Test
  void aServiceIsNotChangedToAWrongExpression() {
    Service web =
        simulation
            .cluster()
            .createService(
                ServiceSpec.of("web", simulation.engine().register(definition()))
                    .desiredCount(0)
                    .build());
    ServiceSpec before = web.view().spec();

    refused(
        () -> web.update(change -> change.placementConstraints(PlacementConstraint.memberOf("(x"))),
        "service 'test/web': placement constraint 1 is not of the cluster query language:\n(x\n ^ no"
            + " subject is called 'x', only attribute:NAME, agentConnected, agentVersion,"
            + " ec2InstanceId, registeredAt, runningTasksCount, task:group");
    assertThat(web.view().spec()).isEqualTo(before);
  }

  @Test
  void aServiceAndItsDefinitionHaveTenConstraintsTogether() {
    TaskDefinition four = simulation.engine().register(definition(EXISTS, EXISTS, EXISTS, EXISTS));
    PlacementConstraint more = PlacementConstraint.memberOf(EXISTS);
    ServiceSpec ten =
        ServiceSpec.of("web", four)
            .desiredCount(0)
            .placementConstraints(Collections.nCopies(6, more))
            .build();
    ServiceSpec eleven = ten.toBuilder().placementConstraints(Collections.nCopies(7, more)).build();

    refused(
        () -> simulation.cluster().createService(eleven),
        "service 'test/web' has 7 placement constraints and its task definition 'web:1' has 4:"
            + " together at most 10 are allowed");
    simulation.cluster().createService(ten);
  }

  @Test
  void whatIsGivenIsKept() {
    TaskDefinition registered = simulation.engine().register(definition("attribute:zone !exists"));
    Service web =
        simulation
            .cluster()
            .createService(
                ServiceSpec.of("web", registered)
                    .desiredCount(0)
                    .placementStrategies(PlacementStrategy.spread("instanceId"))
                    .build());

    assertThat(simulation.engine().taskDefinition(registered.id()).placementConstraints())
        .containsExactly(PlacementConstraint.memberOf("attribute:zone !exists"));
    assertThat(web.view().spec().placementStrategies())
        .containsExactly(PlacementStrategy.spread("instanceId"));
  }

  private void refused(ThrowingCallable call, String message) {
    simulation.runFor(ofSeconds(1));
    int before = events.size();
    assertThatThrownBy(call).isInstanceOf(InvalidSpecException.class).hasMessage(message);
    simulation.runFor(ofSeconds(1));
    assertThat(events).hasSize(before);
  }

  private static TaskDefinition definition(String... expressions) {
    TaskDefinition.Builder builder =
        TaskDefinition.builder("web").container("app", app -> app.command("serve"));
    for (String expression : expressions) {
      builder.memberOf(expression);
    }
    return builder.build();
  }
}
