package dev.berth.testkit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ConflictException;
import dev.berth.engine.LocalEngineBuilder;
import dev.berth.model.NodeId;
import dev.berth.model.NodeStatus;
import dev.berth.model.StopCode;
import dev.berth.model.TaskId;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverException;
import dev.berth.spi.Listing;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A node that cannot be reached takes no tasks, and those it has are replaced after a while. */
class NodeLossTest {
  private static final NodeId LOST = new NodeId("test", "n1");

  /** Reaches {@code n1}, or does not. */
  private static final class Uplink extends ForwardingDriver {
    private final Set<TaskHandle> onLostNode = new HashSet<>();
    private boolean cut;
    private boolean silent;

    Uplink(Driver real) {
      super(real);
    }

    @Override
    public CompletionStage<TaskReport> create(TaskLaunch launch) {
      if (launch.node().equals(LOST)) {
        onLostNode.add(new TaskHandle(launch.name()));
      }
      return super.create(launch);
    }

    @Override
    public CompletionStage<Listing> list() {
      if (silent) {
        return CompletableFuture.failedFuture(
            new DriverException(DriverException.Reason.UNAVAILABLE, "no answer"));
      }
      return cut ? super.list().thenApply(this::withoutLostNode) : super.list();
    }

    private Listing withoutLostNode(Listing all) {
      List<TaskReport> reached =
          all.tasks().stream().filter(task -> !onLostNode.contains(task.handle())).toList();
      TreeMap<NodeId, String> unreachable = new TreeMap<>();
      unreachable.put(LOST, "its cable was cut");
      return new Listing(reached, unreachable);
    }
  }

  private final World world = new World();
  private final Uplink uplink = new Uplink(world.driver());

  NodeLossTest() {
    world.start(uplink);
    world.nodes(3);
    world.cluster().createService(world.web(Definitions.plain("web")).desiredCount(6).build());
    world.web().awaitSteady(ofMinutes(2));
    assertThat(tasksOn(LOST)).hasSize(2);
  }

  @Test
  void replacesItsTasksWhenItDoesNotReturnInTime() {
    Set<TaskId> given = tasksOn(LOST);
    uplink.cut = true;
    world.time.runFor(ofSeconds(11));
    assertThat(status()).isEqualTo(NodeStatus.LOST);
    assertThat(tasksOn(LOST)).as("within the tolerance").isEqualTo(given);

    world.time.runFor(ofSeconds(61));
    world.web().awaitSteady(ofMinutes(2));

    assertThat(tasksOn(LOST)).isEmpty();
    assertThat(world.web().view().runningCount()).isEqualTo(6);
    assertThat(world.web().stoppedTasks())
        .filteredOn(task -> given.contains(task.id()))
        .hasSize(2)
        .allSatisfy(task -> {
          assertThat(task.stopCode()).contains(StopCode.INFRASTRUCTURE_HEALTH);
          assertThat(task.reason()).isEqualTo("node 'n1' was lost: its cable was cut");
        });
  }

  @Test
  void keepsItsTasksWhenItReturnsInTime() {
    Set<TaskId> kept = tasksOn(LOST);
    uplink.cut = true;
    world.time.runFor(ofSeconds(30));
    uplink.cut = false;
    world.time.runFor(ofMinutes(5));

    assertThat(status()).isEqualTo(NodeStatus.READY);
    assertThat(tasksOn(LOST)).isEqualTo(kept);
    assertThat(world.web().stoppedTasks()).isEmpty();
  }

  @Test
  void takesTasksAgainOnceWhatWasGivenUpIsRemoved() {
    Set<TaskId> given = tasksOn(LOST);
    uplink.cut = true;
    world.time.runFor(ofMinutes(3));
    assertThat(world.driver().running()).as("goes on out there").containsAll(given);
    uplink.cut = false;
    world.time.afterEachStep(() ->
        assertThat(
                world.time.state().node(LOST).orElseThrow().reachable()
                    && world.driver().tasks().stream().anyMatch(given::contains))
            .as("ready with remainders")
            .isFalse());
    world.time.runFor(ofMinutes(1));

    assertThat(status()).isEqualTo(NodeStatus.READY);
    assertThat(world.driver().tasks()).hasSize(6).doesNotContainAnyElementsOf(given);
    world.web().scale(12);
    world.web().awaitSteady(ofMinutes(2));
    assertThat(tasksOn(LOST)).isNotEmpty();
  }

  @Test
  void sendsNobodyToIt() {
    assertThat(world.web().endpoint("http").addresses()).hasSize(6);
    uplink.cut = true;
    world.time.runFor(ofSeconds(11));
    assertThat(world.web().endpoint("http").addresses()).hasSize(4);
    uplink.cut = false;
    world.time.runFor(ofSeconds(11));
    assertThat(world.web().endpoint("http").addresses()).hasSize(6);
  }

  @Test
  void placesNothingOnIt() {
    uplink.cut = true;
    world.time.runFor(ofSeconds(11));
    Set<TaskId> before = tasksOn(LOST);
    world.web().scale(12);
    world.time.runFor(ofSeconds(20));

    assertThat(tasksOn(LOST)).isEqualTo(before);
    assertThat(world.web().view().runningCount()).isEqualTo(12);
  }

  @Test
  void countsAsLostWhenItsDriverHasToldNothingForFortySeconds() {
    uplink.silent = true;
    world.time.runFor(ofSeconds(39));
    assertThat(status()).isEqualTo(NodeStatus.READY);
    world.time.runFor(ofSeconds(22));
    assertThat(status()).isEqualTo(NodeStatus.LOST);
    uplink.silent = false;
    world.time.runFor(ofSeconds(11));
    assertThat(status()).isEqualTo(NodeStatus.READY);
    assertThat(world.web().stoppedTasks()).isEmpty();
  }

  @Test
  void isStillLostForTheNextEngine() {
    Set<TaskId> given = tasksOn(LOST);
    uplink.cut = true;
    world.time.runFor(ofSeconds(30));
    world.engine().detach();
    world.start(uplink);
    assertThat(status()).isEqualTo(NodeStatus.LOST);
    assertThat(tasksOn(LOST)).isEqualTo(given);

    world.time.runFor(ofMinutes(3));

    assertThat(tasksOn(LOST)).isEmpty();
    assertThat(world.web().view().runningCount()).isEqualTo(6);
  }

  @Test
  void isNoticedByAnEngineThatStartsWithoutIt() {
    Set<TaskId> kept = tasksOn(LOST);
    world.engine().detach();
    uplink.cut = true;
    world.start(uplink);
    assertThat(tasksOn(LOST)).as("not taken for gone").isEqualTo(kept);
    uplink.cut = false;
    world.time.runFor(ofMinutes(1));
    assertThat(status()).isEqualTo(NodeStatus.READY);
    assertThat(tasksOn(LOST)).isEqualTo(kept);
  }

  @Test
  void canBeRemovedOnceItsTasksAreReplaced() {
    uplink.cut = true;
    world.time.runFor(ofSeconds(11));
    assertThatThrownBy(() -> world.cluster().removeNode("n1"))
        .isInstanceOf(ConflictException.class);
    world.time.runFor(ofMinutes(3));
    world.cluster().removeNode("n1");
    assertThat(world.cluster().nodes()).hasSize(2);
  }

  @Test
  void replacesItsTasksAtOnceWithoutTolerance() {
    world.engine().detach();
    world.start(
        (LocalEngineBuilder) new LocalEngineBuilder().nodeLossTolerance(ofSeconds(0)),
        world.journal,
        uplink);
    uplink.cut = true;
    world.time.runFor(ofSeconds(11));
    assertThat(tasksOn(LOST)).isEmpty();
    assertThat(world.web().view().runningCount()).isEqualTo(6);
  }

  @Test
  void doesNotKeepServicesFromBeingChangedWhileAllNodesAreAway() {
    uplink.silent = true;
    world.time.runFor(ofMinutes(1));
    assertThat(world.cluster().nodes()).allMatch(node -> node.status() == NodeStatus.LOST);

    world.web().scale(4);
    uplink.silent = false;

    world.web().awaitSteady(ofMinutes(2));
    assertThat(world.driver().running()).hasSize(4);
  }

  private NodeStatus status() {
    return world.cluster().nodes().stream()
        .filter(node -> node.id().equals(LOST))
        .findFirst()
        .orElseThrow()
        .status();
  }

  private Set<TaskId> tasksOn(NodeId node) {
    Set<TaskId> found = new HashSet<>();
    world.web().tasks().stream()
        .filter(task -> task.view().node().filter(node::equals).isPresent())
        .forEach(task -> found.add(task.id()));
    return found;
  }
}
