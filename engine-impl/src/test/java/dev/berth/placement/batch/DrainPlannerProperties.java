package dev.berth.placement.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.InvalidSpecException;
import dev.berth.model.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every plan, made move by move. */
class DrainPlannerProperties {
  record Standing(int node, long cpu, long memory, boolean pinned) {}

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void everyMoveFindsRoomWhenItIsItsTurnAndDrainedNodesAreEmptyInTheEnd(
      @ForAll("standing") List<Standing> wished) {
    DrainPlanner planner = new DrainPlanner().budget(Budget.steps(20_000));
    Map<String, Resources> free = new HashMap<>();
    for (int node = 0; node < 6; node++) {
      planner.node("node-" + node, Resources.of(20, 20));
      free.put("node-" + node, Resources.of(20, 20));
    }
    Map<String, Resources> resourcesOf = new HashMap<>();
    Map<String, String> nodeOf = new HashMap<>();
    Map<String, Boolean> pinned = new HashMap<>();
    for (Standing task : wished) {
      String id = "task-" + nodeOf.size();
      String node = "node-" + task.node();
      Resources resources = Resources.of(task.cpu(), task.memory());
      try {
        if (task.pinned()) {
          planner.pinnedTask(id, node, resources);
        } else {
          planner.task(id, node, resources);
        }
      } catch (InvalidSpecException full) {
        continue;
      }
      resourcesOf.put(id, resources);
      nodeOf.put(id, node);
      pinned.put(id, task.pinned());
      free.computeIfPresent(node, (name, room) -> room.minus(resources));
    }

    DrainPlan plan = planner.plan();

    for (DrainPlan.Move move : plan.moves()) {
      Resources resources = Objects.requireNonNull(resourcesOf.get(move.task()));
      assertThat(pinned.get(move.task())).isFalse();
      assertThat(nodeOf.get(move.task())).isEqualTo(move.from());
      assertThat(resources.fitsIn(Objects.requireNonNull(free.get(move.to())))).isTrue();
      free.computeIfPresent(move.to(), (name, room) -> room.minus(resources));
      free.computeIfPresent(move.from(), (name, room) -> room.plus(resources));
      nodeOf.put(move.task(), move.to());
    }
    for (String node : free.keySet()) {
      assertThat(plan.drained().contains(node)).isEqualTo(!nodeOf.containsValue(node));
    }
  }

  @Provide
  Arbitrary<List<Standing>> standing() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.longs().between(0, 12),
            Arbitraries.longs().between(0, 12),
            Arbitraries.integers().between(0, 9))
        .as((node, cpu, memory, dice) -> new Standing(node, cpu, memory, dice == 0))
        .list()
        .ofMaxSize(25);
  }
}
