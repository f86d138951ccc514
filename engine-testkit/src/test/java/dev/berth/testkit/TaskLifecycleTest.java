package dev.berth.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.Cluster;
import dev.berth.ConflictException;
import dev.berth.Events;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.event.ContainerStarted;
import dev.berth.event.ContainerStarting;
import dev.berth.event.ContainerStopping;
import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import dev.berth.event.LaunchThrottled;
import dev.berth.event.NodeEvent;
import dev.berth.event.TaskCreated;
import dev.berth.event.TaskEvent;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskStopping;
import dev.berth.event.TaskUnplaced;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.model.DependencyCondition;
import dev.berth.model.HealthCheck;
import dev.berth.model.NodeSpec;
import dev.berth.model.PortBinding;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.model.TaskStatus;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
import dev.berth.view.ContainerView;
import dev.berth.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskLifecycleTest {
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
  void passesThroughEveryStatusInOrder() {
    simulation.driver().script((task, container) -> Behaviour.runs().stopsAfter(ofSeconds(1)));
    Set<TaskStatus> seen = statuses();
    Service web = service(1, Definitions.plain("web"));
    web.awaitSteady(ofMinutes(1));

    web.delete();
    web.awaitDeleted(ofMinutes(1));

    // PROVISIONING, STOPPED: before a task is looked at for the first time, and after the last.
    assertThat(seen)
        .containsExactly(
            TaskStatus.PENDING,
            TaskStatus.ACTIVATING,
            TaskStatus.RUNNING,
            TaskStatus.DEACTIVATING,
            TaskStatus.STOPPING,
            TaskStatus.DEPROVISIONING);
  }

  @Test
  void isProvisioningUntilItHasANodeAndStoppedAtItsEnd() {
    Service web = service(3, big());
    simulation.runFor(ofSeconds(5));

    TaskView waiting = web.tasks().getLast().view();
    assertThat(waiting.lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
    assertThat(waiting.desiredStatus()).isEqualTo(TaskStatus.RUNNING);
    assertThat(waiting.node()).isEmpty();

    web.tasks().getFirst().stop("a user's wish");
    simulation.runFor(ofSeconds(10));
    TaskView stopped = web.stoppedTasks().getFirst();
    assertThat(stopped.lastStatus()).isEqualTo(TaskStatus.STOPPED);
    assertThat(stopped.desiredStatus()).isEqualTo(TaskStatus.STOPPED);
    assertThat(simulation.cluster().task(stopped.id()).view()).isEqualTo(stopped);
  }

  @Test
  void startsAContainerOnceWhatItDependsOnHasStarted() {
    simulation.driver().script((task, container) -> Behaviour.runs().startsAfter(ofSeconds(10)));
    service(1, chain(DependencyCondition.START, db -> db));

    simulation.runFor(ofMinutes(1));

    assertThat(started()).containsExactly("db", "app");
    assertThat(gap(started("db"), starting("app"))).isZero();
  }

  @Test
  void startsAContainerOnceWhatItDependsOnHasCompletedWhateverItsExitCode() {
    simulation.driver().script(exiting("db", ofSeconds(20), 7));
    Service web = service(1, chain(DependencyCondition.COMPLETE, db -> db.essential(false)));

    simulation.runFor(ofMinutes(1));

    assertThat(started()).containsExactly("db", "app");
    assertThat(gap(started("db"), starting("app"))).isEqualTo(ofSeconds(20));
    assertThat(status(web)).isEqualTo(TaskStatus.RUNNING);
  }

  @Test
  void startsAContainerOnceWhatItDependsOnHasSucceeded() {
    simulation.driver().script(exiting("db", ofSeconds(20), 0));
    Service web = service(1, chain(DependencyCondition.SUCCESS, db -> db.essential(false)));

    simulation.runFor(ofMinutes(1));

    assertThat(gap(started("db"), starting("app"))).isEqualTo(ofSeconds(20));
    assertThat(status(web)).isEqualTo(TaskStatus.RUNNING);
  }

  @Test
  void failsToStartIfWhatMustSucceedFails() {
    simulation.driver().script(exiting("db", ofSeconds(1), 1));
    Service web = service(1, chain(DependencyCondition.SUCCESS, db -> db.essential(false)));

    simulation.runFor(ofMillis(1500));

    TaskView stopped = web.stoppedTasks().getFirst();
    assertThat(stopped.stopCode()).contains(StopCode.TASK_FAILED_TO_START);
    assertThat(stopped.reason())
        .isEqualTo("container 'app' waits for SUCCESS of 'db', which ended: exit code 1");
    assertThat(of(LaunchThrottled.class)).hasSize(1);
    assertThat(started()).containsExactly("db");
  }

  @Test
  void startsAContainerOnceWhatItDependsOnIsHealthy() {
    simulation.driver().script((task, container) -> Behaviour.runs().healthyAfter(ofSeconds(15)));
    service(
        1,
        chain(
            DependencyCondition.HEALTHY,
            db -> db.health(HealthCheck.command("ready").startPeriod(ofMinutes(1)))));

    simulation.runFor(ofMinutes(1));

    assertThat(started()).containsExactly("db", "app");
    assertThat(gap(started("db"), starting("app"))).isBetween(ofSeconds(15), ofMillis(16_100));
  }

  @Test
  void failsToStartIfWhatMustBeHealthyEnds() {
    simulation
        .driver()
        .script((task, container) ->
            container.name().equals("db")
                ? Behaviour.runs().failsHealthChecks().exits(ofSeconds(5), ContainerExit.code(2))
                : Behaviour.runs());
    Service web =
        service(
            1,
            chain(
                DependencyCondition.HEALTHY,
                db -> db.essential(false).health(HealthCheck.command("ready"))));

    simulation.runFor(ofSeconds(6));

    assertThat(web.stoppedTasks().getFirst().reason())
        .isEqualTo("container 'app' waits for HEALTHY of 'db', which ended: exit code 2");
  }

  @Test
  void failsToStartIfADependencyIsNotReachedWithinItsStartTimeout() {
    simulation.driver().script((task, container) -> Behaviour.runs().failsHealthChecks());
    Service web =
        service(
            1,
            chain(
                DependencyCondition.HEALTHY,
                db ->
                    db.startTimeout(ofSeconds(45))
                        .health(HealthCheck.command("ready").startPeriod(ofMinutes(10)))));

    simulation.runFor(ofSeconds(46));

    assertThat(web.stoppedTasks().getFirst().reason())
        .isEqualTo(
            "container 'db' has not reached HEALTHY for 'app' within its startTimeout of PT45S");
  }

  @Test
  void failsToStartIfAContainerDoesNotRunWithinItsStartTimeout() {
    simulation.driver().script((task, container) -> Behaviour.runs().neverStarts());
    Service web = service(1, chain(DependencyCondition.START, db -> db));

    simulation.runFor(ofMinutes(3).plusSeconds(1));

    TaskView stopped = web.stoppedTasks().getFirst();
    assertThat(stopped.stopCode()).contains(StopCode.TASK_FAILED_TO_START);
    assertThat(stopped.reason())
        .isEqualTo("container 'db' was not running within its startTimeout of PT3M");
    assertThat(simulation.driver().running()).isEmpty();
    assertThat(of(LaunchThrottled.class)).hasSize(1);
  }

  @Test
  void stopsInTheReverseOrderOfItsDependencies() {
    simulation.driver().script((task, container) -> Behaviour.runs().stopsAfter(ofSeconds(2)));
    Service web = service(1, three());
    web.awaitSteady(ofMinutes(2));

    web.delete();
    web.awaitDeleted(ofMinutes(2));
    simulation.runFor(ofSeconds(1));

    assertThat(started()).containsExactly("db", "cache", "app");
    assertThat(of(ContainerStopping.class))
        .extracting(ContainerStopping::container)
        .containsExactly("app", "cache", "db");
    assertThat(gap(stopping("app"), stopping("cache"))).isEqualTo(ofSeconds(2));
    assertThat(gap(stopping("cache"), stopping("db"))).isEqualTo(ofSeconds(2));
  }

  @Test
  void anEssentialExitStopsTheOthersInReverseOrder() {
    Service web = service(1, three());
    web.awaitSteady(ofMinutes(2));
    TaskId task = web.tasks().getFirst().id();

    simulation.driver().kill(task, "cache");
    simulation.runFor(ofSeconds(2));

    assertThat(of(ContainerStopping.class))
        .extracting(ContainerStopping::container)
        .containsExactly("app", "db");
    TaskView stopped = web.stoppedTasks().getFirst();
    assertThat(stopped.id()).isEqualTo(task);
    assertThat(stopped.stopCode()).contains(StopCode.ESSENTIAL_CONTAINER_EXITED);
    assertThat(stopped.reason()).isEqualTo("container 'cache' ended: signal 9");
  }

  @Test
  void goesOnWithoutAContainerThatIsNotEssential() {
    TaskDefinition definition =
        TaskDefinition.builder("web")
            .container("app", app -> app.command("serve"))
            .container("aside", aside -> aside.command("log").essential(false))
            .build();
    simulation.driver().script(exiting("aside", ofSeconds(3), 1));
    Service web = service(1, definition);

    web.awaitSteady(ofMinutes(2));
    simulation.runFor(ofMinutes(10));

    assertThat(of(TaskRequested.class)).hasSize(1);
    TaskView view = web.tasks().getFirst().view();
    assertThat(view.lastStatus()).isEqualTo(TaskStatus.RUNNING);
    assertThat(view.containers())
        .extracting(ContainerView::phase)
        .containsExactly(ContainerView.Phase.RUNNING, ContainerView.Phase.EXITED);
    assertThat(view.containers().getLast().exit()).contains(ContainerExit.code(1));
  }

  @Test
  void aUsersStopIsReplacedByTheServiceAndSaysSo() {
    Service web = service(2, Definitions.plain("web"));
    web.awaitSteady(ofMinutes(1));
    Task first = web.tasks().getFirst();

    first.stop("it looks odd");
    first.stop("a second reason");
    first.kill();
    web.awaitSteady(ofMinutes(1));

    assertThat(web.stoppedTasks()).hasSize(1);
    assertThat(web.stoppedTasks().getFirst().id()).isEqualTo(first.id());
    assertThat(web.stoppedTasks().getFirst().stopCode()).contains(StopCode.USER_INITIATED);
    assertThat(web.stoppedTasks().getFirst().reason()).isEqualTo("it looks odd");
    assertThat(web.tasks()).extracting(task -> task.id().number()).containsExactly(2L, 3L);
    assertThat(of(TaskStopping.class)).hasSize(1);
    first.stop("it stopped long ago");
    assertThat(of(LaunchThrottled.class)).isEmpty();
  }

  @Test
  void stopsAtOnceWhileItWaitsForANode() {
    Service web = service(3, big());
    simulation.runFor(ofSeconds(5));
    Task waiting = web.tasks().getLast();
    assertThat(waiting.view().lastStatus()).isEqualTo(TaskStatus.PROVISIONING);

    waiting.stop("not needed");

    assertThat(waiting.view().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    assertThat(waiting.view().reason()).isEqualTo("not needed");
  }

  @Test
  void stopsWhileItIsBeingCreatedOnceTheDriverHasAnswered() {
    simulation.driver().callDelay(ofSeconds(10));
    Service web = service(1, Definitions.plain("web"));
    simulation.runFor(ofSeconds(5));
    Task pending = web.tasks().getFirst();
    assertThat(pending.view().lastStatus()).isEqualTo(TaskStatus.PENDING);

    pending.stop("changed my mind");
    assertThat(pending.view().lastStatus()).isEqualTo(TaskStatus.STOPPING);
    simulation.runFor(ofSeconds(16));

    assertThat(pending.view().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    assertThat(pending.view().stopCode()).contains(StopCode.USER_INITIATED);
    assertThat(simulation.driver().tasks()).doesNotContain(pending.id());
    assertThat(started(pending.id())).isEmpty();
  }

  @Test
  void stopsWhileItsContainersStart() {
    simulation.driver().script((task, container) -> Behaviour.runs().startsAfter(ofSeconds(10)));
    Service web = service(1, chain(DependencyCondition.START, db -> db));
    simulation.runFor(ofSeconds(5));
    Task activating = web.tasks().getFirst();
    assertThat(activating.view().lastStatus()).isEqualTo(TaskStatus.ACTIVATING);

    activating.stop("changed my mind");
    simulation.runFor(ofSeconds(10));

    assertThat(activating.view().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    assertThat(activating.view().containers())
        .extracting(ContainerView::phase)
        .containsExactly(ContainerView.Phase.WAITING, ContainerView.Phase.EXITED);
    assertThat(simulation.driver().tasks()).doesNotContain(activating.id());
    assertThat(started(activating.id())).isEmpty();
  }

  @Test
  void isKilledAfterItsStopTimeout() {
    simulation.driver().script((task, container) -> Behaviour.runs().ignoresStop());
    Service web = service(1, Definitions.plain("web"));
    web.awaitSteady(ofMinutes(1));
    Task task = web.tasks().getFirst();

    task.stop("enough");
    simulation.runFor(ofSeconds(5 + 29));
    assertThat(task.view().lastStatus()).isEqualTo(TaskStatus.STOPPING);
    simulation.runFor(ofSeconds(2));

    assertThat(task.view().containers().getFirst().exit()).contains(ContainerExit.signal(9));
  }

  @Test
  void aCreateWhoseAnswerIsLostIsRepeatedAndNotDoubled() {
    // The call takes longer than the engine waits, so that its answer comes after the next attempt;
    // listings as well, but not so long that the node's tasks are given up.
    simulation.driver().callDelay(ofSeconds(90));
    Service web = service(1, Definitions.plain("web"));

    simulation.runFor(ofSeconds(105));
    simulation.driver().callDelay(ofMillis(10));
    web.awaitSteady(ofMinutes(5));

    assertThat(of(TaskRequested.class)).hasSize(1);
    assertThat(of(TaskCreated.class)).hasSize(1);
    assertThat(simulation.driver().tasks()).containsExactly(web.tasks().getFirst().id());
    assertThat(simulation.driver().totalStarts()).isEqualTo(1);
  }

  @Test
  void aCreateThatCannotReachItsDriverIsTriedAgainUntilItDoes() {
    AtomicInteger attempts = new AtomicInteger();
    simulation
        .driver()
        .failCreates(() ->
            attempts.incrementAndGet() <= 5
                ? Optional.of(new DriverException(Reason.UNAVAILABLE, "nobody answers"))
                : Optional.empty());
    Service web = service(1, Definitions.plain("web"));

    web.awaitSteady(ofMinutes(2));

    assertThat(attempts).hasValue(6);
    assertThat(of(TaskRequested.class)).hasSize(1);
    assertThat(of(LaunchThrottled.class)).isEmpty();
  }

  @Test
  void aTaskThatWaitsIsExplainedAndPlacedOnceANodeIsAdded() {
    Service web = service(3, big());
    simulation.runFor(ofSeconds(5));
    TaskId waiting = web.tasks().getLast().id();

    assertThat(simulation.cluster().explain(waiting).orElseThrow().message())
        .isEqualTo("2 nodes: 2 lack memory (need 6000 MiB, best has 2192 MiB on n1)");
    assertThat(web.view().message())
        .isEqualTo(
            "task 'web/3' cannot be placed: 2 nodes: 2 lack memory (need 6000 MiB, best has 2192"
                + " MiB on n1)");
    assertThat(simulation.cluster().explain(web.tasks().getFirst().id())).isEmpty();
    assertThat(of(TaskUnplaced.class)).hasSize(1);

    simulation.cluster().addNode(NodeSpec.of("n3", Resources.of(1024, 6000)));
    web.awaitSteady(ofMinutes(1));

    assertThat(simulation.cluster().task(waiting).view().node().orElseThrow().name())
        .isEqualTo("n3");
    assertThat(simulation.cluster().explain(waiting)).isEmpty();
    assertThat(web.tasks().getLast().view().reason()).isEmpty();
  }

  @Test
  void aTaskThatWaitsIsPlacedOnceATaskHasStopped() {
    Service web = service(2, big());
    web.awaitSteady(ofMinutes(1));
    Service other = service("other", 1, big());
    simulation.runFor(ofMinutes(1));
    assertThat(other.view().pendingCount()).isEqualTo(1);

    web.scale(1);

    other.awaitSteady(ofMinutes(2));
  }

  @Test
  void tasksWithOneFixedPortNeedNodesOfTheirOwn() {
    TaskDefinition definition =
        TaskDefinition.builder("web")
            .container(
                "app",
                app -> app.command("serve").port(new PortMapping("http", 80, 8080, Protocol.TCP)))
            .build();
    Cluster small = simulation.engine().createCluster("small");
    small.addNode(NodeSpec.of("n1", Resources.of(4 * 1024, 8 * 1024)));
    Service web = small.createService(spec("web", 2, definition).build());

    simulation.runFor(ofMinutes(1));

    assertThat(web.view().runningCount()).isEqualTo(1);
    assertThat(web.view().message())
        .isEqualTo("task 'web/2' cannot be placed: 1 node: 1 have host port 8080 taken");
    assertThat(web.endpoint("http").addresses())
        .extracting(PortBinding::hostPort)
        .containsExactly(8080);
    web.tasks().getFirst().stop("make room");
    simulation.runFor(ofMinutes(1));
    assertThat(web.tasks().getFirst().view().lastStatus()).isEqualTo(TaskStatus.RUNNING);
  }

  @Test
  void waitsForTheFirstNodeOfAnEmptyCluster() {
    Cluster empty = simulation.engine().createCluster("empty");
    Service web = empty.createService(spec("web", 1, Definitions.plain("web")).build());
    simulation.runFor(ofMinutes(1));
    assertThat(web.view().message())
        .isEqualTo(
            "task 'web/1' cannot be placed: the cluster has no node: add one with"
                + " Cluster.addNode");

    empty.addNode(NodeSpec.local());
    web.awaitSteady(ofMinutes(1));
  }

  @Test
  void askingForWhatIsThereChangesNothing() {
    Resources size = Resources.of(4 * 1024, 8 * 1024);
    TaskDefinition web = simulation.engine().register(Definitions.plain("web"));
    ServiceSpec spec = ServiceSpec.of("web", web).build();
    Service service = simulation.cluster().createService(spec);
    service.awaitSteady(ofMinutes(1));
    simulation.runFor(ofSeconds(1));
    int before = events.size();

    simulation.engine().createCluster("test");
    simulation.cluster().addNode(NodeSpec.of("n1", size));
    assertThat(simulation.engine().register(Definitions.plain("web"))).isEqualTo(web);
    assertThat(simulation.cluster().createService(spec).id()).isEqualTo(service.id());
    service.update(change -> change);
    service.scale(1);
    service.resetBackoff();
    simulation.runFor(ofMinutes(1));

    assertThat(events).hasSize(before);
    assertThat(simulation.engine().taskDefinitions("web")).containsExactly(web);
  }

  @Test
  void otherContentIsTheNextRevisionAndOldContentAgainOneMore() {
    TaskDefinition first = simulation.engine().register(Definitions.checked("web", "v1"));
    TaskDefinition second = simulation.engine().register(Definitions.checked("web", "v2"));
    TaskDefinition third = simulation.engine().register(Definitions.checked("web", "v1"));

    assertThat(List.of(first.revision(), second.revision(), third.revision()))
        .containsExactly(1, 2, 3);
    assertThat(simulation.engine().taskDefinitions("web")).containsExactly(first, second, third);
    assertThat(simulation.engine().taskDefinition(second.id())).isEqualTo(second);
  }

  @Test
  void aNodeMayGrowAndShrinkDownToWhatItsTasksHold() {
    Service web = service(2, big());
    web.awaitSteady(ofMinutes(1));
    Cluster cluster = simulation.cluster();

    cluster.addNode(NodeSpec.of("n1", Resources.of(1024, 16 * 1024)).attribute("zone", "a"));
    assertThat(cluster.nodes().getFirst().available().get(Resources.MEMORY)).isEqualTo(10_384);
    assertThat(cluster.nodes().getFirst().attributes()).isEqualTo(Map.of("zone", "a"));
    web.scale(3);
    web.awaitSteady(ofMinutes(1));
    assertThat(cluster.nodes().getFirst().taskCount()).isEqualTo(2);

    simulation.runFor(ofSeconds(1));
    int before = of(NodeEvent.class).size();
    assertThatThrownBy(() -> cluster.addNode(NodeSpec.of("n1", Resources.of(1024, 11_999))))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "node 'n1' cannot shrink to cpu 1024, memory 11999 MiB, ports 30000: its 2 tasks hold"
                + " memory 12000 MiB, stop some first");
    simulation.runFor(ofSeconds(1));
    assertThat(of(NodeEvent.class)).hasSize(before);

    cluster.addNode(NodeSpec.of("n1", Resources.of(1024, 12_000)));
    assertThat(cluster.nodes().getFirst().available().get(Resources.MEMORY)).isZero();
  }

  @Test
  void aNodeWithoutTasksCanBeRemovedAndAddedAgain() {
    Service web = service(2, Definitions.plain("web"));
    web.awaitSteady(ofMinutes(1));
    web.delete();
    web.awaitDeleted(ofMinutes(1));

    simulation.cluster().removeNode("n1");
    assertThat(simulation.cluster().nodes()).hasSize(1);
    simulation.cluster().addNode(NodeSpec.of("n1", Resources.of(1, 1)));
    assertThat(simulation.cluster().nodes()).hasSize(2);
    assertThat(simulation.cluster().nodes().getFirst().taskCount()).isZero();
  }

  @Test
  void aServiceThatWasDeletedCanBeCreatedAnew() {
    Service web = service(2, Definitions.plain("web"));
    web.awaitSteady(ofMinutes(1));
    web.delete();
    web.delete();
    web.awaitDeleted(ofMinutes(1));

    Service again = service(1, Definitions.plain("web"));
    again.awaitSteady(ofMinutes(1));

    assertThat(again.view().deployments().getFirst().number()).isEqualTo(1);
    assertThat(simulation.driver().running()).hasSize(1);
  }

  private Set<TaskStatus> statuses() {
    Set<TaskStatus> seen = new LinkedHashSet<>();
    simulation
        .engine()
        .events()
        .subscribe(
            Events.matching(
                event -> event instanceof TaskEvent,
                record ->
                    simulation.cluster().services().stream()
                        .flatMap(name -> simulation.cluster().service(name).tasks().stream())
                        .forEach(task -> seen.add(task.view().lastStatus()))));
    return seen;
  }

  private TaskStatus status(Service service) {
    return service.tasks().getFirst().view().lastStatus();
  }

  private Service service(int desired, TaskDefinition definition) {
    return service("web", desired, definition);
  }

  private Service service(String name, int desired, TaskDefinition definition) {
    return simulation.cluster().createService(spec(name, desired, definition).build());
  }

  private ServiceSpec.Builder spec(String name, int desired, TaskDefinition definition) {
    return ServiceSpec.of(name, simulation.engine().register(definition)).desiredCount(desired);
  }

  /** One fits on a node, two do not. */
  private static TaskDefinition big() {
    return TaskDefinition.builder("big")
        .container("app", app -> app.command("serve").memoryMiB(6000))
        .build();
  }

  /** {@code app} waits for {@code db}, which comes second. */
  private static TaskDefinition chain(
      DependencyCondition condition, UnaryOperator<ContainerDefinition.Builder> db) {
    return TaskDefinition.builder("web")
        .container("app", app -> app.command("serve").dependsOn("db", condition))
        .container("db", builder -> db.apply(builder.command("db")))
        .build();
  }

  /** {@code app} waits for {@code cache}, which waits for {@code db}. */
  private static TaskDefinition three() {
    return TaskDefinition.builder("web")
        .container("app", app -> app.command("x").dependsOn("cache", DependencyCondition.START))
        .container("db", db -> db.command("x"))
        .container("cache", cache -> cache.command("x").dependsOn("db", DependencyCondition.START))
        .build();
  }

  private static BiFunction<TaskId, ContainerDefinition, Behaviour> exiting(
      String name, Duration after, int code) {
    return (task, container) ->
        container.name().equals(name)
            ? Behaviour.runs().exits(after, ContainerExit.code(code))
            : Behaviour.runs();
  }

  private List<String> started() {
    return of(ContainerStarted.class).stream().map(ContainerStarted::container).toList();
  }

  private List<ContainerStarted> started(TaskId task) {
    return of(ContainerStarted.class).stream().filter(one -> one.task().equals(task)).toList();
  }

  private Instant started(String container) {
    return timeOf(
        event -> event instanceof ContainerStarted one && one.container().equals(container));
  }

  private Instant starting(String container) {
    return timeOf(
        event -> event instanceof ContainerStarting one && one.container().equals(container));
  }

  private Instant stopping(String container) {
    return timeOf(
        event -> event instanceof ContainerStopping one && one.container().equals(container));
  }

  private static Duration gap(Instant one, Instant other) {
    return Duration.between(one, other);
  }

  private <E extends Event> List<E> of(Class<E> type) {
    return events.stream()
        .map(EventRecord::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private Instant timeOf(Predicate<Event> condition) {
    return events.stream()
        .filter(record -> condition.test(record.event()))
        .findFirst()
        .orElseThrow()
        .time();
  }
}
