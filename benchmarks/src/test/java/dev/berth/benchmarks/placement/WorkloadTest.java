package dev.berth.benchmarks.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The made cluster, and that every subject obeys the workload's rules. */
class WorkloadTest {
  private static final Scenario FILL = new Scenario(Scenario.Kind.FILL, 60, 3, false);
  private static final Scenario CONSTRAINED = new Scenario(Scenario.Kind.FILL, 60, 6, true);

  static List<Subject.Maker> subjects() {
    List<Subject.Maker> subjects = new ArrayList<>(Subjects.single());
    subjects.add(new Fenzo.Maker(10, 1_000, 1_000));
    return subjects;
  }

  @Test
  void theSameSeedMakesTheSameWorkload() {
    assertThat(new Workload(FILL, 5).tasksToFill())
        .isEqualTo(new Workload(FILL, 5).tasksToFill())
        .isNotEqualTo(new Workload(FILL, 6).tasksToFill());
  }

  @Test
  void aClusterInUseIsAboutAsFullAsItShallBe() {
    Workload workload = new Workload(new Scenario(Scenario.Kind.CHURN, 300, 2, false), 1);
    Running running = Running.of(workload);
    double used = 0;
    double capacity = 0;
    for (int task = 0; task < running.size(); task++) {
      used += workload.services().get(running.service(task)).demand().get(0);
    }
    for (Machine machine : workload.machines()) {
      capacity += machine.capacity().get(0);
    }
    assertThat(used / capacity).isBetween(0.6, 0.9);
  }

  @Test
  void aRunningTaskHasItsNodeAndServiceAlsoAfterOthersEnded() {
    Workload workload = new Workload(new Scenario(Scenario.Kind.CHURN, 300, 2, false), 1);
    Running running = Running.of(workload);
    int last = running.size() - 1;
    int node = running.node(last);
    int service = running.service(last);
    assertThat(node).isEqualTo(299);

    running.remove(0);
    assertThat(List.of(running.size(), running.node(0), running.service(0)))
        .containsExactly(last, node, service);

    running.add(99_999, workload.services().size() - 1);
    assertThat(List.of(running.node(last), running.service(last)))
        .containsExactly(99_999, workload.services().size() - 1);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void noNodeHoldsMoreThanItHas(Subject.Maker maker) {
    Workload workload = new Workload(FILL, 1);
    int[] tasks = workload.tasksToFill();
    int[] nodes = filled(maker, workload, tasks);
    long[][] used = new long[FILL.nodes()][FILL.dimensions()];
    for (int task = 0; task < tasks.length; task++) {
      for (int dimension = 0; nodes[task] >= 0 && dimension < FILL.dimensions(); dimension++) {
        used[nodes[task]][dimension] +=
            workload.services().get(tasks[task]).demand().get(dimension);
      }
    }
    assertThat(Arrays.stream(nodes).filter(node -> node >= 0).count())
        .isGreaterThan(tasks.length * 9L / 10);
    for (int node = 0; node < used.length; node++) {
      for (int dimension = 0; dimension < FILL.dimensions(); dimension++) {
        assertThat(used[node][dimension])
            .isLessThanOrEqualTo(workload.machines().get(node).capacity().get(dimension));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void constraintsAreKept(Subject.Maker maker) {
    Workload workload = new Workload(CONSTRAINED, 1);
    int[] tasks = workload.tasksToFill();
    int[] nodes = filled(maker, workload, tasks);
    Set<List<Integer>> taken = new HashSet<>();
    Map<Integer, Map<String, Integer>> zones = new HashMap<>();
    for (int task = 0; task < tasks.length; task++) {
      if (nodes[task] == Subject.NOWHERE) {
        continue;
      }
      Machine machine = workload.machines().get(nodes[task]);
      Service service = workload.services().get(tasks[task]);
      assertThat(machine.architecture()).isEqualTo(service.architecture());
      assertThat(taken.add(List.of(nodes[task], tasks[task]))).isTrue();
      zones
          .computeIfAbsent(tasks[task], key -> new HashMap<>())
          .merge(machine.zone(), 1, Integer::sum);
    }
    long even =
        zones.values().stream()
            .filter(counts ->
                Workload.ZONES.stream().mapToInt(z -> counts.getOrDefault(z, 0)).max().orElse(0)
                        - Workload.ZONES.stream()
                            .mapToInt(z -> counts.getOrDefault(z, 0))
                            .min()
                            .orElse(0)
                    <= 1)
            .count();
    assertThat((double) even / zones.size()).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aClusterInUseStaysFull(Subject.Maker maker) {
    Workload workload = new Workload(new Scenario(Scenario.Kind.CHURN, 60, 2, true), 1);
    Contender contender = new Contender(maker, 1_000_000);
    try (Churn churn = new Churn(workload, contender)) {
      churn.warmUp();
      churn.measure();
      churn.measureEach();
    }
    assertThat(contender.outcome().perSecond().median()).isPositive();
    assertThat(contender.outcome().latency(50)).isPositive();
  }

  private static int[] filled(Subject.Maker maker, Workload workload, int[] tasks) {
    int[] nodes = new int[tasks.length];
    try (Subject subject = maker.make(workload)) {
      for (int first = 0; first < tasks.length; first += maker.batch()) {
        subject.place(tasks, first, Math.min(maker.batch(), tasks.length - first), nodes);
      }
    }
    return nodes;
  }
}
