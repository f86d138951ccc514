package dev.berth.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Endpoint;
import dev.berth.Events;
import dev.berth.Service;
import dev.berth.event.ContainerHealthChanged;
import dev.berth.event.ContainerStarted;
import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import dev.berth.event.TaskRequested;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthStatus;
import dev.berth.model.PortBinding;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.view.ContainerView;
import dev.berth.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final HealthCheck HTTP = HealthCheck.http("http", "/ready");

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
    assertThat(simulation.driver().tasks()).as("tasks left after close").isEmpty();
  }

  @Test
  void aContainerIsHealthyAtItsFirstSuccess() {
    simulation.driver().script((task, container) -> Behaviour.runs().healthyAfter(ofSeconds(7)));
    Service web = service(HTTP.interval(ofMinutes(1)).retries(10), spec -> spec);

    web.awaitSteady(ofSeconds(20));
    simulation.runFor(ofSeconds(1));

    // Probes follow each other within a second until the first success, whatever the interval.
    assertThat(Duration.between(timeOf(ContainerStarted.class), timeOf(healthy())))
        .isBetween(ofSeconds(7), ofMillis(8100));
  }

  @Test
  void isUnhealthyAfterAsManyFailuresInARowAsItsRetriesSay() {
    Service web = service(HTTP.interval(ofSeconds(10)).retries(3), spec -> spec);
    web.awaitSteady(ofSeconds(30));
    simulation.runFor(ofSeconds(55));
    TaskId task = web.tasks().getFirst().id();

    simulation.driver().breakHealth(task, "app");
    Instant broken = simulation.time().now();
    simulation.runFor(ofSeconds(20));
    assertThat(web.tasks().getFirst().view().health()).isEqualTo(HealthStatus.HEALTHY);
    simulation.runFor(ofSeconds(11));

    assertThat(Duration.between(broken, timeOf(unhealthy())))
        .isBetween(ofSeconds(20), ofSeconds(31));
    assertThat(events)
        .extracting(EventRecord::event)
        .contains(
            new ContainerHealthChanged(
                task, "app", HealthStatus.UNHEALTHY, "GET /ready answered 503"));
  }

  @Test
  void quickProbingBeforeTheFirstSuccessDoesNotShortenTheTimeUntilUnhealthy() {
    simulation.driver().script((task, container) -> Behaviour.runs().failsHealthChecks());
    service(HTTP.interval(ofSeconds(30)).retries(3), spec -> spec);

    simulation.runFor(ofMinutes(2));

    assertThat(Duration.between(timeOf(ContainerStarted.class), timeOf(unhealthy())))
        .isBetween(ofSeconds(90), ofSeconds(94));
  }

  @Test
  void failuresInsideTheStartPeriodAreNotCounted() {
    simulation.driver().script((task, container) -> Behaviour.runs().failsHealthChecks());
    service(HTTP.interval(ofSeconds(5)).retries(2).startPeriod(ofSeconds(60)), spec -> spec);

    simulation.runFor(ofSeconds(60));
    assertThat(of(ContainerHealthChanged.class)).isEmpty();
    simulation.runFor(ofSeconds(15));

    assertThat(Duration.between(timeOf(ContainerStarted.class), timeOf(unhealthy())))
        .isBetween(ofSeconds(60), ofSeconds(75));
  }

  @Test
  void aSuccessEndsTheStartPeriod() {
    Service web =
        service(HTTP.interval(ofSeconds(5)).retries(2).startPeriod(ofMinutes(10)), spec -> spec);
    web.awaitSteady(ofSeconds(10));

    simulation.driver().breakHealth(web.tasks().getFirst().id(), "app");
    simulation.runFor(ofSeconds(11));

    assertThat(of(ContainerHealthChanged.class))
        .extracting(ContainerHealthChanged::health)
        .startsWith(HealthStatus.HEALTHY, HealthStatus.UNHEALTHY);
  }

  @Test
  void anUnhealthyTaskIsReplacedAndItsReplacementHasTimeOfItsOwn() {
    simulation
        .driver()
        .script((task, container) ->
            task.number() == 1
                ? Behaviour.runs().failsHealthChecks()
                : Behaviour.runs().healthyAfter(ofSeconds(8)));
    Service web = service(HTTP.interval(ofSeconds(5)).retries(2), spec -> spec);

    web.awaitSteady(ofMinutes(1));

    assertThat(web.tasks()).extracting(task -> task.id().number()).containsExactly(2L);
    assertThat(web.stoppedTasks())
        .extracting(TaskView::reason)
        .containsExactly("its health checks failed");
  }

  @Test
  void theGracePeriodKeepsAnUnhealthyTaskFromBeingReplaced() {
    simulation.driver().script((task, container) -> Behaviour.runs().failsHealthChecks());
    service(
        HTTP.interval(ofSeconds(5)).retries(2), spec -> spec.healthCheckGracePeriod(ofMinutes(5)));

    simulation.runFor(ofMinutes(5).minusSeconds(1));
    assertThat(of(TaskRequested.class)).hasSize(1);
    simulation.runFor(ofSeconds(2));

    assertThat(of(TaskRequested.class)).hasSize(2);
  }

  @Test
  void theGracePeriodDoesNotKeepAnUnhealthyTaskInTheEndpoints() {
    Service web =
        service(
            HTTP.interval(ofSeconds(5)).retries(2),
            spec -> spec.healthCheckGracePeriod(ofMinutes(30)));
    web.awaitSteady(ofSeconds(10));

    simulation.driver().breakHealth(web.tasks().getFirst().id(), "app");
    simulation.runFor(ofSeconds(20));

    assertThat(web.endpoint("http").addresses()).isEmpty();
    assertThat(web.view().steady()).isFalse();
    assertThat(of(TaskRequested.class)).hasSize(1);
  }

  @Test
  void aProbeWithoutAnswerHasFailedWithinItsTimeout() {
    Service web =
        service(HTTP.interval(ofSeconds(5)).timeout(ofSeconds(2)).retries(2), spec -> spec);
    web.awaitSteady(ofSeconds(10));

    simulation.driver().callDelay(ofSeconds(10));
    simulation.runFor(ofSeconds(20));

    assertThat(of(ContainerHealthChanged.class).getLast().reason())
        .isEqualTo("no answer within PT2S");
  }

  @Test
  void aCommandIsRunBesideTheContainer() {
    Service web = service(HealthCheck.command("exit", "0", "fine"), spec -> spec);
    web.awaitSteady(ofSeconds(10));

    Service ill =
        service(
            "ill",
            container ->
                container.health(
                    HealthCheck.command("exit", "3", "not yet").interval(ofSeconds(1)).retries(1)));
    simulation.runFor(ofSeconds(5));

    assertThat(of(ContainerHealthChanged.class))
        .filteredOn(changed -> changed.task().service().equals(ill.id()))
        .extracting(ContainerHealthChanged::reason)
        .startsWith("the command ended with exit code 3: not yet");
  }

  @Test
  void aCommandThatDoesNotEndInItsTimeHasFailed() {
    service(
        HealthCheck.command("hang").interval(ofSeconds(10)).timeout(ofSeconds(2)).retries(2),
        spec -> spec);

    simulation.runFor(ofSeconds(30));

    assertThat(of(ContainerHealthChanged.class).getFirst().reason())
        .isEqualTo("[hang] did not end within PT2S");
  }

  @Test
  void aConnectionIsEnoughForATcpCheck() {
    Service web = service(HealthCheck.tcp("http").interval(ofSeconds(1)).retries(1), spec -> spec);
    web.awaitSteady(ofSeconds(10));

    simulation.driver().breakHealth(web.tasks().getFirst().id(), "app");
    simulation.runFor(ofSeconds(3));

    assertThat(of(ContainerHealthChanged.class))
        .extracting(ContainerHealthChanged::reason)
        .contains("connection refused");
  }

  @Test
  void theTasksHealthIsTheWorstOfItsCheckedEssentials() {
    HealthCheck quick = HealthCheck.command("true").interval(ofSeconds(1)).retries(1);
    simulation
        .driver()
        .script((task, container) ->
            switch (container.name()) {
              case "b" -> Behaviour.runs().healthyAfter(ofSeconds(20));
              case "aside" -> Behaviour.runs().failsHealthChecks();
              default -> Behaviour.runs();
            });
    TaskDefinition definition =
        TaskDefinition.builder("web")
            .container("a", a -> a.command("x").health(quick))
            .container(
                "b",
                b -> b.command("x").health(quick.interval(ofSeconds(5)).startPeriod(ofMinutes(1))))
            .container("plain", plain -> plain.command("x"))
            .container("aside", aside -> aside.command("x").essential(false).health(quick))
            .build();
    Service web =
        simulation
            .cluster()
            .createService(
                ServiceSpec.of("web", register(definition)).minimumHealthyPercent(0).build());

    simulation.runFor(ofSeconds(10));
    TaskView view = web.tasks().getFirst().view();
    assertThat(view.containers())
        .extracting(ContainerView::health)
        .containsExactly(
            HealthStatus.HEALTHY,
            HealthStatus.UNKNOWN,
            HealthStatus.UNKNOWN,
            HealthStatus.UNHEALTHY);
    assertThat(view.health()).isEqualTo(HealthStatus.UNKNOWN);

    simulation.runFor(ofSeconds(15));
    assertThat(web.tasks().getFirst().view().health()).isEqualTo(HealthStatus.HEALTHY);

    simulation.driver().breakHealth(web.tasks().getFirst().id(), "a");
    List<HealthStatus> seen = new ArrayList<>();
    simulation
        .engine()
        .events()
        .subscribe(
            Events.matching(
                event -> event instanceof ContainerHealthChanged,
                record -> seen.add(simulation.cluster().task(view.id()).view().health())));
    simulation.runFor(ofSeconds(2));
    assertThat(seen).startsWith(HealthStatus.UNHEALTHY);
  }

  @Test
  void endpointsListHealthyTasksOnly() {
    simulation
        .driver()
        .script((task, container) -> Behaviour.runs().healthyAfter(ofSeconds(10 * task.number())));
    Service web = service("web", container -> container.health(HTTP.startPeriod(ofMinutes(2))), 3);
    Endpoint endpoint = web.endpoint("http");

    simulation.runFor(ofSeconds(5));
    assertThat(endpoint.addresses()).isEmpty();
    simulation.runFor(ofSeconds(10));
    assertThat(endpoint.addresses()).isEqualTo(ports(web, 1));
    web.awaitSteady(ofMinutes(1));
    assertThat(endpoint.addresses()).isEqualTo(ports(web, 1, 2, 3));

    simulation.driver().kill(web.tasks().getFirst().id(), "app");
    simulation.runFor(ofSeconds(1));
    assertThat(endpoint.addresses()).hasSize(2);
    assertThat(endpoint.uri())
        .hasToString("http://127.0.0.1:" + ports(web, 2).getFirst().hostPort());
    assertThat(endpoint.uri())
        .hasToString("http://127.0.0.1:" + ports(web, 3).getFirst().hostPort());
    assertThat(endpoint.uri())
        .hasToString("http://127.0.0.1:" + ports(web, 2).getFirst().hostPort());
  }

  @Test
  void aTaskWithoutCheckIsListedAsSoonAsItRuns() {
    Service web = service("web", container -> container, 1);

    simulation.runFor(ofSeconds(1));

    assertThat(web.endpoint("http").addresses()).hasSize(1);
    assertThat(web.view().healthyCount()).isZero();
  }

  @Test
  void healthThatWasFoundOutlivesTheEngine() {
    Service web = service(HTTP.interval(ofSeconds(5)).retries(2), spec -> spec);
    web.awaitSteady(ofSeconds(30));
    simulation.driver().breakHealth(web.tasks().getFirst().id(), "app");
    simulation.runFor(ofSeconds(5));

    simulation.restart();
    Service again = simulation.cluster().service("web");

    assertThat(again.tasks().getFirst().view().health()).isEqualTo(HealthStatus.HEALTHY);
    simulation.runFor(ofSeconds(30));
    assertThat(again.stoppedTasks())
        .extracting(TaskView::reason)
        .contains("its health checks failed");
  }

  private Service service(HealthCheck check, UnaryOperator<ServiceSpec.Builder> spec) {
    TaskDefinition definition =
        TaskDefinition.builder("web")
            .container("app", app -> app.command("serve").port("http", 8080).health(check))
            .build();
    return simulation
        .cluster()
        .createService(spec.apply(ServiceSpec.of("web", register(definition))).build());
  }

  private Service service(String name, UnaryOperator<ContainerDefinition.Builder> container) {
    return service(name, container, 1);
  }

  private Service service(
      String name, UnaryOperator<ContainerDefinition.Builder> container, int desired) {
    TaskDefinition definition =
        TaskDefinition.builder(name)
            .container("app", app -> container.apply(app.command("serve").port("http", 8080)))
            .build();
    return simulation
        .cluster()
        .createService(ServiceSpec.of(name, register(definition)).desiredCount(desired).build());
  }

  private TaskDefinition register(TaskDefinition definition) {
    return simulation.engine().register(definition);
  }

  private List<PortBinding> ports(Service service, long... numbers) {
    List<PortBinding> ports = new ArrayList<>();
    for (long number : numbers) {
      ports.addAll(simulation.cluster().task(new TaskId(service.id(), number)).view().ports());
    }
    return ports;
  }

  private <E extends Event> List<E> of(Class<E> type) {
    return events.stream()
        .map(EventRecord::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private Instant timeOf(Class<? extends Event> type) {
    return timeOf(type::isInstance);
  }

  private Instant timeOf(Predicate<Event> condition) {
    return events.stream()
        .filter(record -> condition.test(record.event()))
        .findFirst()
        .orElseThrow()
        .time();
  }

  private static Predicate<Event> healthy() {
    return changedTo(HealthStatus.HEALTHY);
  }

  private static Predicate<Event> unhealthy() {
    return changedTo(HealthStatus.UNHEALTHY);
  }

  private static Predicate<Event> changedTo(HealthStatus health) {
    return event -> event instanceof ContainerHealthChanged changed && changed.health() == health;
  }
}
