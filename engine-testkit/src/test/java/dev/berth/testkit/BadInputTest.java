package dev.berth.testkit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.AwaitTimeoutException;
import dev.berth.Cluster;
import dev.berth.ConflictException;
import dev.berth.Engine;
import dev.berth.EngineBuilder;
import dev.berth.EngineClosedException;
import dev.berth.EngineOverloadedException;
import dev.berth.Events;
import dev.berth.InvalidSpecException;
import dev.berth.NotFoundException;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.engine.LocalEngineBuilder;
import dev.berth.event.EventRecord;
import dev.berth.event.LaunchThrottled;
import dev.berth.event.TaskStopped;
import dev.berth.journal.Journals;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthProbe;
import dev.berth.model.Mount;
import dev.berth.model.NetworkMode;
import dev.berth.model.NodeSpec;
import dev.berth.model.PortBinding;
import dev.berth.model.Resources;
import dev.berth.model.SecretReference;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import dev.berth.model.TaskSize;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverCapabilities.Feature;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
import dev.berth.spi.HealthProber;
import dev.berth.spi.ProbeResult;
import dev.berth.view.NodeView;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BadInputTest {
  private Simulation simulation;
  private Cluster cluster;
  private final List<EventRecord> events = new ArrayList<>();

  @BeforeEach
  void start() {
    simulation = Simulation.nodes(2, Resources.of(4 * 1024, 8 * 1024));
    cluster = simulation.cluster();
    simulation.engine().events().subscribe(Events.matching(event -> true, events::add));
  }

  @AfterEach
  void close() {
    simulation.close();
    assertThat(simulation.driver().tasks()).as("tasks left after close").isEmpty();
  }

  @Test
  void whatDoesNotExistIsNamed() {
    Engine engine = simulation.engine();
    Service web = service("web", 1);
    simulation.runFor(ofMinutes(2));
    int before = events.size();

    assertNotFound(
        () -> cluster.addNode(NodeSpec.of("n9", Resources.of(1, 1)).driver("docker")),
        "node 'n9' names driver 'docker', but the engine has [simulated]");
    assertNotFound(() -> engine.cluster("shop"), "no cluster 'shop', only [test]");
    assertNotFound(() -> cluster.service("db"), "no service 'db' in cluster 'test'");
    assertNotFound(
        () -> cluster.createService(ServiceSpec.of("db", new TaskDefinitionId("db", 7)).build()),
        "service 'test/db' names task definition 'db:7', which is not registered");
    assertNotFound(
        () -> engine.taskDefinition(new TaskDefinitionId("db", 7)),
        "no task definition 'db:7': register it first");
    assertNotFound(
        () -> cluster.task(TaskId.parse("test/web/9")),
        "task 'test/web/9' does not exist, or stopped too long ago");
    assertNotFound(() -> cluster.removeNode("n9"), "no node 'n9' in cluster 'test'");
    assertNotFound(
        () -> web.endpoint("admin"), "service 'test/web' has no port 'admin', only [http]");
    assertNotFound(
        () -> web.tasks().getFirst().logs("db"),
        "task 'test/web/1' has no output of a container 'db': it was not created yet, is gone, or"
            + " has no such container");

    simulation.runFor(ofSeconds(30));
    assertThat(events).hasSize(before);
  }

  @Test
  void aServiceThatIsGoneIsNotFoundByItsOldHandle() {
    Service web = service("web", 1);
    Task task = web.tasks().getFirst();
    web.delete();
    web.awaitDeleted(ofMinutes(1));
    String message = "no service 'web' in cluster 'test'";

    assertNotFound(web::view, message);
    assertNotFound(web::stoppedTasks, message);
    assertNotFound(() -> web.scale(2), message);
    assertNotFound(web::resetBackoff, message);
    assertNotFound(web::delete, message);
    assertNotFound(() -> web.awaitSteady(ofSeconds(1)), message);
    assertNotFound(() -> web.endpoint("http"), message);
    assertNotFound(() -> task.stop("late"), message);
    assertThat(web.tasks()).isEmpty();
  }

  @Test
  void whatIsNoNameIsRefusedBeforeAnythingHappens() {
    assertInvalid(
        () -> simulation.engine().createCluster("My Cluster"),
        "cluster name 'My Cluster' is not a name: use 1 to 63 of a-z 0-9 _ . - and begin with a"
            + " letter or digit");
    simulation.runFor(ofSeconds(1));

    assertThat(simulation.engine().clusters()).containsExactly("test");
    assertThat(events).isEmpty();
  }

  @Test
  void aServiceExistsWithOneSpecification() {
    service("web", 1);

    assertConflict(
        () -> service("web", 2),
        "service 'test/web' exists with another specification: change it with Service.update");
    assertThat(cluster.service("web").view().spec().desiredCount()).isEqualTo(1);
  }

  @Test
  void aServiceThatIsBeingDeletedCannotChange() {
    simulation.driver().script((task, container) -> Behaviour.runs().stopsAfter(ofSeconds(20)));
    Service web = service("web", 1);
    web.awaitSteady(ofMinutes(1));
    web.delete();

    assertConflict(() -> web.scale(2), "service 'test/web' is being deleted and cannot change");
    assertConflict(web::redeploy, "service 'test/web' is being deleted and cannot change");
    assertConflict(
        () -> service("web", 1),
        "service 'test/web' is being deleted: wait with Service.awaitDeleted");
    assertThat(web.view().deleting()).isTrue();
    web.awaitDeleted(ofMinutes(1));
  }

  @Test
  void aTaskLargerThanAnyNodeIsRefusedWithTheNumbers() {
    TaskDefinition big = register("big", app -> app.command("x").memoryMiB(9000));
    simulation.runFor(ofSeconds(1));
    int before = events.size();

    assertInvalid(
        () -> cluster.createService(ServiceSpec.of("big", big).build()),
        "a task of service 'test/big' (big:1) fits no node even if all were empty: 2 nodes: 2 lack"
            + " memory (need 9000 MiB, best has 8192 MiB on n1)");
    simulation.runFor(ofSeconds(1));

    assertThat(cluster.services()).isEmpty();
    assertThat(events).hasSize(before);
  }

  @Test
  void aServiceIsNotUpdatedToATaskLargerThanAnyNode() {
    Service web = service("web", 1);
    web.awaitSteady(ofMinutes(1));
    TaskDefinition big = register("web", app -> app.command("x").cpuUnits(5000));

    assertInvalid(
        () -> web.update(change -> change.taskDefinition(big)),
        "a task of service 'test/web' (web:2) fits no node even if all were empty: 2 nodes: 2 lack"
            + " cpu (need 5000 CPU units, best has 4096 CPU units on n1)");
    assertThat(web.view().deployments()).hasSize(1);
    assertThat(web.view().steady()).isTrue();
  }

  @Test
  void whatADriverCannotDoIsRefusedWithWhatHelps() {
    VirtualTime time = new VirtualTime();
    SimulatedDriver real = new SimulatedDriver(time);
    try (Engine engine =
        builder(time)
            .driver(restricted(real, EnumSet.of(Feature.HOST_PROGRAMS)))
            .healthProber(real)
            .start()) {
      assertRefusedAtPlacement(
          engine,
          definition("a", app -> app.image("nginx:1")),
          "container 'app': run images (image 'nginx:1')");
      assertRefusedAtPlacement(
          engine,
          definition("b", app -> app.command("x").memoryMiB(256)),
          "container 'app': enforce its hard memory limit of 256 MiB: give memoryReservation"
              + " instead");
      assertRefusedAtPlacement(
          engine,
          definition("c", app -> app.command("x").health(HealthCheck.command("true"))),
          "container 'app': run the command of its health check");
      assertRefusedAtPlacement(
          engine,
          TaskDefinition.builder("d")
              .container("app", app -> app.command("x"))
              .networkMode(NetworkMode.AWSVPC)
              .build(),
          "network mode AWSVPC (it has [HOST, BRIDGE])");
      assertRefusedAtPlacement(
          engine,
          TaskDefinition.builder("e")
              .container("app", app -> app.command("x"))
              .size(new TaskSize(0, 64))
              .build(),
          "enforce the task's hard memory limit of 64 MiB: give memoryReservation instead");
      assertRefusedAtPlacement(
          engine,
          definition("g", app -> app.command("x").options(by -> by.user("1").readOnlyRoot(true))),
          "container 'app': give it its options [user, readOnlyRoot]");
      assertRefusedAtPlacement(
          engine,
          definition("h", app -> app.command("x").mount(new Mount.Tmpfs("/tmp", 1))),
          "container 'app': mount '/tmp'");
      assertRefusedAtPlacement(
          engine,
          definition("i", app -> app.command("x").secret("PASSWORD", SecretReference.of("db"))),
          "container 'app': set environment variable 'PASSWORD' to a secret");
      engine
          .cluster("test")
          .createService(
              ServiceSpec.of("f", engine.register(definition("f", app -> app.command("x"))))
                  .build())
          .awaitSteady(ofMinutes(1));
    }
  }

  @Test
  void aDriverOfImagesRunsNoProgramsOfTheHost() {
    VirtualTime time = new VirtualTime();
    SimulatedDriver real = new SimulatedDriver(time);
    try (Engine engine =
        builder(time)
            .driver(restricted(real, EnumSet.of(Feature.IMAGES)))
            .healthProber(real)
            .start()) {
      assertRefusedAtPlacement(
          engine,
          definition("a", app -> app.command("x")),
          "container 'app': run programs of the host: name an image");
    }
  }

  @Test
  void aNodeThatHoldsTasksIsNotRemoved() {
    Service web = service("web", 4);
    web.awaitSteady(ofMinutes(1));

    assertConflict(() -> cluster.removeNode("n1"), "node 'n1' holds 2 tasks: stop them first");
    assertThat(cluster.nodes()).extracting(NodeView::taskCount).containsExactly(2, 2);
  }

  @Test
  void aNodeDoesNotMoveToAnotherDriver() {
    VirtualTime time = new VirtualTime();
    SimulatedDriver one = new SimulatedDriver("one", time);
    SimulatedDriver other = new SimulatedDriver("other", time);
    try (Engine engine = builder(time).driver(one).driver(other).healthProber(one).start()) {
      Cluster two = engine.createCluster("test");
      two.addNode(NodeSpec.of("n1", Resources.of(1, 1)));

      assertConflict(
          () -> two.addNode(NodeSpec.of("n1", Resources.of(1, 1)).driver("other")),
          "node 'n1' exists on driver 'one' and cannot move to 'other': remove it first");
      two.removeNode("n1");
      assertThat(two.addNode(NodeSpec.of("n1", Resources.of(1, 1)).driver("other")).driver())
          .isEqualTo("other");
    }
  }

  @Test
  void aFullCommandQueueTakesNoMore() {
    VirtualTime time = new VirtualTime();
    SimulatedDriver driver = new SimulatedDriver(time);
    try (Engine engine =
        builder(time).driver(driver).healthProber(driver).commandQueueLimit(2).start()) {
      Cluster two = engine.createCluster("test");
      two.addNode(NodeSpec.local());
      Service web =
          two.createService(
              ServiceSpec.of("web", engine.register(Definitions.plain("web")))
                  .desiredCount(3)
                  .build());
      web.awaitSteady(ofMinutes(1));
      List<Task> tasks = web.tasks();

      // What drivers tell is never refused and waits as well.
      tasks.forEach(task -> driver.kill(task.id(), "app"));
      assertThatThrownBy(() -> web.resetBackoff())
          .isInstanceOf(EngineOverloadedException.class)
          .hasMessage(
              "the command queue is full (2 waiting): try again, or raise commandQueueLimit");

      time.runFor(ofSeconds(1));
      web.resetBackoff();
      web.awaitSteady(ofMinutes(1));
    }
  }

  @Test
  void aClosedEngineRefusesEverything() {
    Engine engine = simulation.engine();
    Service web = service("web", 1);
    web.awaitSteady(ofMinutes(1));
    Task task = web.tasks().getFirst();
    TaskDefinition definition = Definitions.plain("web");

    engine.close();
    engine.close();
    engine.detach();

    List<ThrowingCallable> calls =
        List.of(
            () -> engine.createCluster("other"),
            () -> engine.cluster("test"),
            engine::clusters,
            () -> engine.register(definition),
            () -> engine.taskDefinition(new TaskDefinitionId("web", 1)),
            () -> engine.taskDefinitions("web"),
            engine::events,
            () -> cluster.addNode(NodeSpec.local()),
            () -> cluster.removeNode("n1"),
            cluster::nodes,
            () -> cluster.createService(web.view().spec()),
            () -> cluster.service("web"),
            cluster::services,
            () -> cluster.task(task.id()),
            () -> cluster.explain(task.id()),
            web::view,
            web::tasks,
            web::stoppedTasks,
            () -> web.scale(2),
            web::resetBackoff,
            () -> web.awaitSteady(ofSeconds(1)),
            () -> web.endpoint("http"),
            web::delete,
            () -> web.awaitDeleted(ofSeconds(1)),
            task::view,
            task::kill,
            task::logs);
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(EngineClosedException.class)
          .hasMessage("the engine was closed");
    }
  }

  @Test
  void aDetachedEngineSaysThatItWasDetached() {
    Engine engine = simulation.engine();
    simulation.restart();

    assertThatThrownBy(engine::clusters)
        .isInstanceOf(EngineClosedException.class)
        .hasMessage("the engine was detached from its tasks");
  }

  @Test
  void aBuilderTakesEachPartOnceAndWithinItsBounds() {
    VirtualTime time = new VirtualTime();
    SimulatedDriver driver = new SimulatedDriver(time);
    EngineBuilder builder = new LocalEngineBuilder();

    assertInvalid(
        builder::start, "the engine has no driver: add one, such as ProcessDriver.create()");
    builder.driver(driver).healthProber(driver).journal(Journals.inMemory());
    assertInvalid(
        () -> builder.driver(new SimulatedDriver(time)),
        "the engine has a driver 'simulated' already: give each a name of its own");
    assertInvalid(
        () -> builder.healthProber(driver), "the engine has a health prober already: give one");
    assertInvalid(
        () -> builder.journal(Journals.inMemory()), "the engine has a journal already: give one");
    assertInvalid(
        () -> builder.listingInterval(ofMillis(99)),
        "listingInterval (PT0.099S) must be between 100 ms and 1 h");
    assertInvalid(
        () -> builder.listingInterval(ofHours(2)),
        "listingInterval (PT2H) must be between 100 ms and 1 h");
    assertInvalid(
        () -> builder.commandQueueLimit(0), "commandQueueLimit (0) must be between 1 and 1000000");
    assertInvalid(
        () -> builder.driverCallsPerNode(10_001),
        "driverCallsPerNode (10001) must be between 1 and 10000");

    builder.listingInterval(ofSeconds(5)).commandQueueLimit(7).driverCallsPerNode(3);
    assertInvalid(
        () -> builder.listingInterval(ofSeconds(5)),
        "listingInterval is PT5S already: give it once");
    assertInvalid(
        () -> builder.commandQueueLimit(7), "commandQueueLimit is 7 already: give it once");
    assertInvalid(
        () -> builder.driverCallsPerNode(4), "driverCallsPerNode is 3 already: give it once");
  }

  @Test
  void anAwaitThatTimesOutSaysHowFarItGot() {
    simulation.driver().script((task, container) -> Behaviour.runs().startsAfter(ofMinutes(1)));
    Service web = service("web", 3);

    assertThatThrownBy(() -> web.awaitSteady(ofSeconds(10)))
        .isInstanceOf(AwaitTimeoutException.class)
        .hasMessage(
            "service 'test/web' was not steady within PT10S: 0 of 3 tasks healthy, 0 running, 3"
                + " pending, 0 stopping");
    assertThatThrownBy(() -> web.awaitSteady(Duration.ZERO))
        .isInstanceOf(AwaitTimeoutException.class);

    web.awaitSteady(ofMinutes(3));
    simulation.driver().script((task, container) -> Behaviour.runs());
    web.delete();
    assertThatThrownBy(() -> web.awaitDeleted(ofSeconds(1)))
        .isInstanceOf(AwaitTimeoutException.class)
        .hasMessage("service 'test/web' was not gone within PT1S");
  }

  @Test
  void anAwaitSaysWhichTaskFindsNoNode() {
    TaskDefinition big = register("big", app -> app.command("x").memoryMiB(5000));
    Service service = cluster.createService(ServiceSpec.of("big", big).desiredCount(3).build());

    assertThatThrownBy(() -> service.awaitSteady(ofMinutes(1)))
        .isInstanceOf(AwaitTimeoutException.class)
        .hasMessage(
            "service 'test/big' was not steady within PT1M: 2 of 3 tasks healthy, 2 running, 1"
                + " pending, 0 stopping; task 'big/3' cannot be placed: 2 nodes: 2 lack memory"
                + " (need 5000 MiB, best has 3192 MiB on n1)");
  }

  @Test
  void aPortRangeThatIsUsedUpDelaysStartsAndDoesNotSpin() {
    AtomicInteger creates = new AtomicInteger();
    simulation
        .driver()
        .failCreates(() -> {
          creates.incrementAndGet();
          return Optional.of(
              new DriverException(Reason.PORT_UNAVAILABLE, "all 30000 ports are taken"));
        });
    Service web = service("web", 1);

    simulation.runFor(ofHours(1));

    // 1, 2, 4 ... 512 s are 17 min; then one each quarter of an hour.
    assertThat(creates.get()).isBetween(12, 14);
    assertThat(events)
        .filteredOn(record -> record.event() instanceof LaunchThrottled)
        .hasSize(creates.get());
    assertThat(events)
        .extracting(EventRecord::event)
        .contains(
            new TaskStopped(
                new TaskId(web.id(), 1),
                StopCode.TASK_FAILED_TO_START,
                "all 30000 ports are taken"));
    assertThat(web.view().message()).endsWith("failed to start: all 30000 ports are taken");
    assertThat(web.view().throttledUntil().orElseThrow()).isAfter(simulation.time().now());
    assertThat(simulation.cluster().nodes())
        .allMatch(node -> node.available().equals(node.resources()));

    simulation.driver().failCreates(Optional::empty);
    web.update(change -> change.taskDefinition(register("web", app -> app.command("other"))));
    web.awaitSteady(ofMinutes(1));
  }

  @Test
  void aProberThatThrowsMakesTheContainerUnhealthyAndHurtsNothingElse() {
    VirtualTime time = new VirtualTime();
    SimulatedDriver driver = new SimulatedDriver(time);
    HealthProber broken =
        new HealthProber() {
          @Override
          public CompletionStage<ProbeResult> probe(
              HealthProbe.Http probe, PortBinding target, Duration timeout) {
            throw new IllegalArgumentException("no such host");
          }

          @Override
          public CompletionStage<ProbeResult> probe(
              HealthProbe.Tcp probe, PortBinding target, Duration timeout) {
            throw new IllegalArgumentException("no such host");
          }

          @Override
          public void close() {}
        };
    try (Engine engine = builder(time).driver(driver).healthProber(broken).start()) {
      Cluster two = engine.createCluster("test");
      two.addNode(NodeSpec.local());
      Service web =
          two.createService(
              ServiceSpec.of("web", engine.register(Definitions.checked("web"))).build());
      time.runFor(ofMinutes(1));
      assertThat(web.view().runningCount()).isPositive();
      assertThat(web.view().healthyCount()).isZero();

      two.createService(ServiceSpec.of("db", engine.register(Definitions.plain("db"))).build())
          .awaitSteady(ofMinutes(1));
    }
  }

  private void assertRefusedAtPlacement(Engine engine, TaskDefinition definition, String missing) {
    Cluster restricted = engine.createCluster("test");
    restricted.addNode(NodeSpec.local());
    TaskDefinition registered = engine.register(definition);
    assertInvalid(
        () -> restricted.createService(ServiceSpec.of(definition.family(), registered).build()),
        ("a task of service 'test/%s' (%s:1) fits no node even if all were empty: 1 node: 1 have"
                + " driver 'simulated', which cannot: %s")
            .formatted(definition.family(), definition.family(), missing));
    assertThat(restricted.services()).isEmpty();
  }

  private static void assertNotFound(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(NotFoundException.class).hasMessage(message);
  }

  private static void assertConflict(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ConflictException.class).hasMessage(message);
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InvalidSpecException.class).hasMessage(message);
  }

  private static LocalEngineBuilder builder(VirtualTime time) {
    return new LocalEngineBuilder().host(onFailure -> time.newHost());
  }

  /** The same driver with fewer abilities. */
  private static Driver restricted(SimulatedDriver driver, EnumSet<Feature> features) {
    DriverCapabilities few =
        new DriverCapabilities(features, EnumSet.of(NetworkMode.BRIDGE, NetworkMode.HOST));
    return (Driver)
        Proxy.newProxyInstance(
            BadInputTest.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (proxy, method, arguments) ->
                method.getName().equals("capabilities") ? few : method.invoke(driver, arguments));
  }

  private Service service(String name, int desired) {
    return cluster.createService(
        ServiceSpec.of(name, simulation.engine().register(Definitions.plain(name)))
            .desiredCount(desired)
            .build());
  }

  private TaskDefinition register(
      String family, UnaryOperator<ContainerDefinition.Builder> container) {
    return simulation.engine().register(definition(family, container));
  }

  private static TaskDefinition definition(
      String family, UnaryOperator<ContainerDefinition.Builder> container) {
    return TaskDefinition.builder(family).container("app", container).build();
  }
}
