package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceSpecTest {
  private static final TaskDefinitionId WEB = new TaskDefinitionId("web", 1);

  @ParameterizedTest(name = "{0} desired at {1} % keep {2} healthy")
  @CsvSource({"4, 50, 2", "2, 75, 2", "3, 100, 3", "1, 50, 1", "5, 0, 0", "0, 100, 0", "3, 1, 1"})
  void theHealthyFloorIsRoundedUp(int desired, int percent, int floor) {
    assertThat(web().desiredCount(desired).minimumHealthyPercent(percent).build().healthyFloor())
        .isEqualTo(floor);
  }

  @ParameterizedTest(name = "{0} desired at {1} % may be {2}")
  @CsvSource({"3, 125, 3", "4, 125, 5", "1, 200, 2", "1, 199, 1", "5, 100, 5", "0, 200, 0"})
  void theRunningCeilingIsRoundedDown(int desired, int percent, int ceiling) {
    assertThat(web().desiredCount(desired).maximumPercent(percent).build().runningCeiling())
        .isEqualTo(ceiling);
  }

  @Test
  void theGreatestServiceDoesNotOverflow() {
    ServiceSpec greatest = web().desiredCount(5_000_000).build();

    assertThat(greatest.healthyFloor()).isEqualTo(5_000_000);
    assertThat(greatest.runningCeiling()).isEqualTo(10_000_000);
  }

  @Test
  void hasTheDefaultsOfEcs() {
    ServiceSpec spec = web().build();

    assertThat(spec.desiredCount()).isEqualTo(1);
    assertThat(spec.minimumHealthyPercent()).isEqualTo(100);
    assertThat(spec.maximumPercent()).isEqualTo(200);
    assertThat(spec.healthyAfter()).isEqualTo(Duration.ofSeconds(40));
    assertThat(spec.healthCheckGracePeriod()).isZero();
  }

  @Test
  void countsAndPercentagesHaveBounds() {
    assertRefused(
        () -> web().desiredCount(-1).build(),
        "service 'web': desiredCount (-1) must be between 0 and 5000000");
    assertRefused(
        () -> web().desiredCount(5_000_001).build(),
        "service 'web': desiredCount (5000001) must be between 0 and 5000000");
    assertRefused(
        () -> web().minimumHealthyPercent(-1).build(),
        "service 'web': minimumHealthyPercent (-1) must be between 0 and 100");
    assertRefused(
        () -> web().minimumHealthyPercent(101).build(),
        "service 'web': minimumHealthyPercent (101) must be between 0 and 100");
    assertRefused(
        () -> web().maximumPercent(99).build(),
        "service 'web': maximumPercent (99) must be between 100 and 200");
    assertRefused(
        () -> web().maximumPercent(201).build(),
        "service 'web': maximumPercent (201) must be between 100 and 200");
  }

  @Test
  void durationsHaveBounds() {
    Duration below = Duration.ofNanos(-1);
    Duration above = Duration.ofHours(1).plusNanos(1);

    assertRefused(
        () -> web().healthyAfter(below).build(),
        "service 'web': healthyAfter (PT-0.000000001S) must be between PT0S and PT1H");
    assertRefused(
        () -> web().healthyAfter(above).build(),
        "service 'web': healthyAfter (PT1H0.000000001S) must be between PT0S and PT1H");
    assertRefused(
        () -> web().deregistrationDelay(below).build(),
        "service 'web': deregistrationDelay (PT-0.000000001S) must be between PT0S and PT1H");
    assertRefused(
        () -> web().healthCheckGracePeriod(above).build(),
        "service 'web': healthCheckGracePeriod (PT1H0.000000001S) must be between PT0S and PT1H");
  }

  @Test
  void aDefinitionMustBeRegisteredFirst() {
    TaskDefinition unregistered =
        TaskDefinition.builder("web").container("app", app -> app.command("serve")).build();

    assertRefused(
        () -> ServiceSpec.of("web", unregistered),
        "task definition 'web' has no revision yet: use what Engine.register returns");
    assertThat(ServiceSpec.of("web", unregistered.withRevision(2)).build().taskDefinition())
        .hasToString("web:2");
  }

  @Test
  void aBuilderBeginsWithTheWholeSpecification() {
    ServiceSpec spec =
        web()
            .desiredCount(7)
            .minimumHealthyPercent(42)
            .maximumPercent(142)
            .healthyAfter(Duration.ofSeconds(1))
            .deregistrationDelay(Duration.ofSeconds(2))
            .healthCheckGracePeriod(Duration.ofSeconds(3))
            .placementConstraints(PlacementConstraint.distinctInstance())
            .placementStrategies(PlacementStrategy.random())
            .build();

    assertThat(spec.toBuilder().build()).isEqualTo(spec);
  }

  private static ServiceSpec.Builder web() {
    return ServiceSpec.of("web", WEB);
  }
}
