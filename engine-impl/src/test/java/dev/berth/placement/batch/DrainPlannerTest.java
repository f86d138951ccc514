package dev.berth.placement.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import dev.berth.model.Resources;
import org.junit.jupiter.api.Test;

class DrainPlannerTest {
  private static final Resources NODE = Resources.of(4_000, 4_000);

  @Test
  void emptiesTheNodeWhoseTasksFindRoomElsewhere() {
    DrainPlan plan =
        new DrainPlanner()
            .node("one", NODE)
            .node("two", NODE)
            .task("web", "one", Resources.of(1_000, 500))
            .task("database", "two", Resources.of(2_000, 3_000))
            .plan();

    assertThat(plan.drained()).containsExactly("one");
    assertThat(plan.moves()).containsExactly(new DrainPlan.Move("web", "one", "two"));
  }

  @Test
  void leavesPinnedTasksWhereTheyAre() {
    DrainPlan plan =
        new DrainPlanner()
            .node("one", NODE)
            .node("two", NODE)
            .pinnedTask("web", "one", Resources.of(1_000, 500))
            .task("database", "two", Resources.of(2_000, 3_000))
            .plan();

    assertThat(plan.drained()).containsExactly("two");
    assertThat(plan.moves()).containsExactly(new DrainPlan.Move("database", "two", "one"));
  }

  @Test
  void movesATaskOutOfTheWayFirst() {
    DrainPlan plan =
        new DrainPlanner()
            .node("leaving", NODE)
            .node("half", NODE)
            .node("full", NODE)
            .task("large", "leaving", Resources.of(3_000, 100))
            .pinnedTask("stays", "half", Resources.of(1_500, 100))
            .task("middle", "half", Resources.of(1_500, 100))
            .pinnedTask("anchor", "full", Resources.of(1_000, 100))
            .task("little", "full", Resources.of(1_000, 100))
            .plan();

    assertThat(plan.drained()).containsExactly("leaving");
    assertThat(plan.moves())
        .containsExactly(
            new DrainPlan.Move("little", "full", "half"),
            new DrainPlan.Move("large", "leaving", "full"));
  }

  @Test
  void emptiesNothingIfNothingFitsElsewhere() {
    DrainPlan plan =
        new DrainPlanner()
            .node("one", NODE)
            .node("two", NODE)
            .task("web", "one", Resources.of(3_000, 500))
            .task("database", "two", Resources.of(3_000, 3_000))
            .plan();

    assertThat(plan.drained()).isEmpty();
    assertThat(plan.moves()).isEmpty();
  }

  @Test
  void fillsNoEmptyNodeInOrderToEmptyAnother() {
    DrainPlan plan =
        new DrainPlanner()
            .node("empty", NODE)
            .node("one", NODE)
            .task("web", "one", Resources.of(3_000, 500))
            .plan();

    assertThat(plan.drained()).containsExactly("empty");
    assertThat(plan.moves()).isEmpty();
  }

  @Test
  void refusesWhatContradictsItselfAndKeepsWhatWas() {
    DrainPlanner planner =
        new DrainPlanner().node("one", NODE).task("web", "one", Resources.of(3_000, 500));

    assertThatThrownBy(() -> planner.node("one", NODE))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("node 'one' is there already");
    assertThatThrownBy(() -> planner.node("two", Resources.NONE))
        .hasMessage("node 'two' has no capacity");
    assertThatThrownBy(() -> planner.task("web", "one", Resources.NONE))
        .hasMessage("task 'web' is there already, on node 'one'");
    assertThatThrownBy(() -> planner.task("other", "two", Resources.NONE))
        .hasMessage("task 'other' stands on node 'two', which is not there: add node(...) first");
    assertThatThrownBy(() -> planner.pinnedTask("other", "one", Resources.of(2_000, 1)))
        .hasMessage(
            "task 'other' (cpu 2000, memory 1 MiB) does not fit on node 'one',"
                + " where this is free: cpu 1000, memory 3500 MiB");
    assertThat(planner.plan().drained()).isEmpty();
  }

  @Test
  void plansNothingForNoNodes() {
    assertThat(new DrainPlanner().plan().drained()).isEmpty();
  }
}
