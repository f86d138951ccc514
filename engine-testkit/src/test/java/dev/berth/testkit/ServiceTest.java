package dev.berth.testkit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.AwaitTimeoutException;
import dev.berth.Endpoint;
import dev.berth.Events;
import dev.berth.NotFoundException;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.event.ContainerStopping;
import dev.berth.event.DeploymentBlocked;
import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import dev.berth.event.LaunchThrottled;
import dev.berth.event.TaskStopping;
import dev.berth.model.ContainerExit;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.model.TaskStatus;
import dev.berth.spi.DriverException.Reason;
import dev.berth.view.ServiceView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceTest {
  private Simulation simulation;
  private final List<EventRecord> events = new ArrayList<>();

  @BeforeEach
  void start() {
    simulation = Simulation.nodes(4, Resources.of(4 * 1024, 8 * 1024));
    simulation.engine().events().subscribe(Events.matching(event -> true, events::add));
  }

  @AfterEach
  void close() {
    simulation.close();
    assertThat(simulation.driver().tasks()).as("tasks left after close").isEmpty();
  }

  @Test
  void runsTheDesiredTasksAndIsSteady() {
    Service web = service(checked().desiredCount(3));

    ServiceView view = web.awaitSteady(ofSeconds(30));

    assertThat(view.runningCount()).isEqualTo(3);
    assertThat(simulation.driver().running()).hasSize(3);
    assertThat(web.endpoint("http").addresses()).hasSize(3);
  }

  @Test
  void spreadsTheTasksOverTheNodes() {
    Service web = service(checked().desiredCount(8));
    web.awaitSteady(ofSeconds(30));

    assertThat(simulation.cluster().nodes()).allMatch(node -> node.taskCount() == 2);
  }

  @Test
  void replacesAKilledTask() {
    Service web = service(checked().desiredCount(3));
    web.awaitSteady(ofSeconds(30));
    TaskId victim = web.tasks().getFirst().id();

    simulation.driver().kill(victim, "app");
    simulation.runFor(ofSeconds(1));
    web.awaitSteady(ofSeconds(30));

    assertThat(web.tasks()).extracting(Task::id).doesNotContain(victim).hasSize(3);
    assertThat(web.stoppedTasks().getFirst().stopCode())
        .contains(StopCode.ESSENTIAL_CONTAINER_EXITED);
    assertThat(web.stoppedTasks().getFirst().reason()).isEqualTo("container 'app' ended: signal 9");
  }

  @Test
  void replacesATaskThatItsDriverLost() {
    Service web = service(checked().desiredCount(2));
    web.awaitSteady(ofSeconds(30));
    TaskId victim = web.tasks().getFirst().id();

    simulation.driver().lose(victim);
    simulation.runFor(ofMinutes(1));
    web.awaitSteady(ofSeconds(30));

    assertThat(web.tasks()).extracting(Task::id).doesNotContain(victim).hasSize(2);
    assertThat(web.stoppedTasks().getFirst().stopCode()).contains(StopCode.INFRASTRUCTURE_HEALTH);
  }

  @Test
  void noticesAnExitThatNobodyReported() {
    Service web = service(checked().desiredCount(2));
    web.awaitSteady(ofSeconds(30));
    simulation.driver().loseObservations(true);
    TaskId victim = web.tasks().getFirst().id();

    simulation.driver().kill(victim, "app");
    simulation.runFor(ofSeconds(15));
    web.awaitSteady(ofSeconds(30));

    assertThat(web.tasks()).extracting(Task::id).doesNotContain(victim).hasSize(2);
  }

  @Test
  void scalesOutAndIn() {
    Service web = service(checked().desiredCount(3));
    web.awaitSteady(ofSeconds(30));

    web.scale(5);
    assertThat(web.awaitSteady(ofSeconds(30)).runningCount()).isEqualTo(5);
    web.scale(2);
    assertThat(web.awaitSteady(ofMinutes(1)).runningCount()).isEqualTo(2);

    assertThat(simulation.driver().running()).hasSize(2);
    assertThat(web.tasks()).extracting(task -> task.id().number()).containsExactly(1L, 2L);
  }

  @Test
  void rollsToANewDefinitionWithoutFallingBelowTheHealthyFloor() {
    Service web = service(checked().desiredCount(4).minimumHealthyPercent(75));
    web.awaitSteady(ofSeconds(30));
    List<Integer> healthy = new ArrayList<>();
    Endpoint endpoint = web.endpoint("http");
    simulation.time().afterEachStep(() -> healthy.add(endpoint.addresses().size()));

    TaskDefinition next = register(Definitions.checked("web", "serve-v2"));
    web.update(change -> change.taskDefinition(next));
    ServiceView view = web.awaitSteady(ofMinutes(2));

    assertThat(healthy).allMatch(count -> count >= 3);
    assertThat(view.deployments()).hasSize(1);
    assertThat(web.tasks()).allMatch(task -> task.view().definition().equals(next.id())).hasSize(4);
  }

  @Test
  void rollsWithinAFullClusterByStoppingFirst() {
    // 4 nodes of 8 GiB hold 4 tasks of 8 GiB: nothing starts before something stops.
    TaskDefinition big =
        register(
            TaskDefinition.builder("big")
                .container("app", app -> app.command("v1").memoryMiB(8 * 1024))
                .build());
    Service service =
        simulation
            .cluster()
            .createService(
                ServiceSpec.of("big", big)
                    .desiredCount(4)
                    .minimumHealthyPercent(50)
                    .healthyAfter(ofSeconds(1))
                    .build());
    service.awaitSteady(ofSeconds(30));

    TaskDefinition next =
        register(
            TaskDefinition.builder("big")
                .container("app", app -> app.command("v2").memoryMiB(8 * 1024))
                .build());
    List<Integer> running = new ArrayList<>();
    simulation.time().afterEachStep(() -> running.add(simulation.driver().running().size()));
    service.update(change -> change.taskDefinition(next));
    service.awaitSteady(ofMinutes(5));

    assertThat(running).allMatch(count -> count >= 2 && count <= 4);
    assertThat(service.tasks()).allMatch(task -> task.view().definition().equals(next.id()));
  }

  @Test
  void saysThatADeploymentCanNeitherStartNorStop() {
    // The deadlock of SEMANTICS: floor(3 x 125 %) = 3 = ceil(3 x 100 %).
    Service web = service(checked().desiredCount(3).maximumPercent(125));
    web.awaitSteady(ofSeconds(30));

    TaskDefinition next = register(Definitions.checked("web", "serve-v2"));
    web.update(change -> change.taskDefinition(next));
    simulation.runFor(ofMinutes(10));

    assertThat(of(DeploymentBlocked.class)).hasSize(1);
    assertThat(of(DeploymentBlocked.class).getFirst().reason())
        .startsWith("unable to start or stop tasks during deployment 2: 3 tasks desired");
    assertThat(web.view().runningCount()).isEqualTo(3);

    web.update(change -> change.maximumPercent(200));
    web.awaitSteady(ofMinutes(1));
    assertThat(web.tasks()).allMatch(task -> task.view().definition().equals(next.id()));
  }

  @Test
  void countsATaskWithoutHealthCheckAsHealthyAfterFortySeconds() {
    Service web =
        simulation
            .cluster()
            .createService(ServiceSpec.of("web", register(Definitions.plain("web"))).build());

    assertThatThrownBy(() -> web.awaitSteady(ofSeconds(39)))
        .isInstanceOf(AwaitTimeoutException.class)
        .hasMessageContaining("0 of 1 tasks healthy, 1 running");
    web.awaitSteady(ofSeconds(2));
  }

  @Test
  void replacesAnUnhealthyTaskOnlyOnceItsReplacementIsHealthy() {
    Service web = service(checked().desiredCount(2));
    web.awaitSteady(ofSeconds(30));
    TaskId victim = web.tasks().getFirst().id();
    List<Integer> routed = new ArrayList<>();
    simulation.time().afterEachStep(() -> routed.add(simulation.driver().running().size()));

    simulation.driver().breakHealth(victim, "app");
    simulation.runFor(ofSeconds(30));
    web.awaitSteady(ofMinutes(1));

    assertThat(web.tasks()).extracting(Task::id).doesNotContain(victim).hasSize(2);
    assertThat(routed).allMatch(running -> running >= 2);
    assertThat(web.stoppedTasks().getFirst().reason()).isEqualTo("its health checks failed");
  }

  @Test
  void dropsATaskFromTheEndpointsBeforeItIsToldToStop() {
    Service web = service(checked().desiredCount(2).deregistrationDelay(ofSeconds(5)));
    web.awaitSteady(ofSeconds(30));

    web.scale(1);
    assertThat(web.endpoint("http").addresses()).hasSize(1);
    assertThat(simulation.driver().running()).hasSize(2);
    assertThat(web.tasks().getLast().view().lastStatus()).isEqualTo(TaskStatus.DEACTIVATING);
    web.awaitSteady(ofSeconds(30));

    Instant stopping = timeOf(TaskStopping.class);
    Instant told = timeOf(ContainerStopping.class);
    assertThat(Duration.between(stopping, told)).isEqualTo(ofSeconds(5));
  }

  @Test
  void delaysStartsThatFailAndDoesNotSpin() {
    simulation
        .driver()
        .script((task, container) ->
            Behaviour.runs()
                .failsToStart(Reason.COMMAND_NOT_FOUND, "command 'serve' does not exist"));
    Service web = service(checked().desiredCount(10));

    simulation.runFor(ofMinutes(10));

    // 1 s, 2 s, 4 s ... 256 s: nine delays within ten minutes, each after one round of ten tasks.
    assertThat(of(LaunchThrottled.class)).hasSizeBetween(9, 10);
    assertThat(web.stoppedTasks().getFirst().stopCode()).contains(StopCode.TASK_FAILED_TO_START);
    assertThat(web.stoppedTasks().getFirst().reason()).isEqualTo("command 'serve' does not exist");
    assertThatThrownBy(() -> web.awaitSteady(ofSeconds(1)))
        .hasMessageContaining("failed to start: command 'serve' does not exist");

    simulation.driver().script((task, container) -> Behaviour.runs());
    web.resetBackoff();
    web.awaitSteady(ofSeconds(10));
  }

  @Test
  void neverDelaysForFailuresAfterRunning() {
    simulation
        .driver()
        .script((task, container) -> Behaviour.runs().exits(ofSeconds(20), ContainerExit.code(1)));
    service(checked().desiredCount(1));

    simulation.runFor(ofMinutes(10));

    assertThat(of(LaunchThrottled.class)).isEmpty();
    assertThat(simulation.driver().totalStarts()).isGreaterThan(25);
  }

  @Test
  void killsATaskThatIgnoresTheStopSignal() {
    simulation.driver().script((task, container) -> Behaviour.runs().ignoresStop());
    Service web = service(checked().desiredCount(1));
    web.awaitSteady(ofSeconds(30));

    web.delete();
    web.awaitDeleted(ofMinutes(1));

    assertThat(simulation.driver().running()).isEmpty();
    assertThatThrownBy(web::view)
        .isInstanceOf(NotFoundException.class)
        .hasMessage("no service 'web' in cluster 'test'");
  }

  @Test
  void takesUpItsTasksAfterARestart() {
    Service web = service(checked().desiredCount(3));
    web.awaitSteady(ofSeconds(30));
    List<TaskId> before = simulation.driver().running();

    simulation.restart();
    simulation.runFor(ofMinutes(1));

    Service again = simulation.cluster().service("web");
    again.awaitSteady(ofSeconds(30));
    assertThat(simulation.driver().running()).isEqualTo(before);
    assertThat(simulation.driver().totalStarts()).isEqualTo(3);
  }

  @Test
  void completesARollThatARestartInterrupted() {
    Service web = service(checked().desiredCount(4));
    web.awaitSteady(ofSeconds(30));
    TaskDefinition next = register(Definitions.checked("web", "serve-v2"));
    web.update(change -> change.taskDefinition(next));
    simulation.runFor(Duration.ofMillis(60));

    simulation.restart();
    Service again = simulation.cluster().service("web");
    again.awaitSteady(ofMinutes(2));

    assertThat(again.tasks())
        .allMatch(task -> task.view().definition().equals(next.id()))
        .hasSize(4);
    assertThat(simulation.driver().running()).hasSize(4);
  }

  @Test
  void startsItsTasksAgainAfterACleanClose() {
    Service web = service(checked().desiredCount(2));
    web.awaitSteady(ofSeconds(30));

    simulation.engine().close();
    assertThat(simulation.driver().tasks()).isEmpty();
    simulation.restart();

    simulation.cluster().service("web").awaitSteady(ofSeconds(30));
    assertThat(simulation.driver().running()).hasSize(2);
  }

  private ServiceSpec.Builder checked() {
    return ServiceSpec.of("web", register(Definitions.checked("web")));
  }

  private TaskDefinition register(TaskDefinition definition) {
    return simulation.engine().register(definition);
  }

  private Service service(ServiceSpec.Builder spec) {
    return simulation.cluster().createService(spec.build());
  }

  private <E extends Event> List<E> of(Class<E> type) {
    return events.stream()
        .map(EventRecord::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private Instant timeOf(Class<? extends Event> type) {
    return events.stream()
        .filter(record -> type.isInstance(record.event()))
        .findFirst()
        .orElseThrow()
        .time();
  }
}
