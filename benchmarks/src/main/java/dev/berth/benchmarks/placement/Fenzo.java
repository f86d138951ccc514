package dev.berth.benchmarks.placement;

import com.netflix.fenzo.ConstraintEvaluator;
import com.netflix.fenzo.SchedulingResult;
import com.netflix.fenzo.TaskAssignmentResult;
import com.netflix.fenzo.TaskScheduler;
import com.netflix.fenzo.VMAssignmentResult;
import com.netflix.fenzo.VMTaskFitnessCalculator;
import com.netflix.fenzo.VirtualMachineLease;
import com.netflix.fenzo.plugins.BalancedHostAttrConstraint;
import com.netflix.fenzo.plugins.BinPackingFitnessCalculators;
import com.netflix.fenzo.plugins.HostAttrValueConstraint;
import com.netflix.fenzo.plugins.UniqueHostAttrConstraint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fenzo 1.0.1, used as its documentation says: its own packer, one lease per node that stays, each
 * assignment reported back. It wants tasks in batches, because each call looks at every node and
 * every running task once before it begins.
 */
final class Fenzo implements Subject {
  private final Workload workload;
  private final TaskScheduler scheduler;
  private final Map<String, Integer> indices = new HashMap<>();
  private final List<Map<String, Double>> scalars = new ArrayList<>();
  private final List<List<ConstraintEvaluator>> constraints = new ArrayList<>();

  /** The tasks of each service that run; Fenzo's constraints ask for them. */
  private final List<Set<String>> running = new ArrayList<>();

  /** The tasks on a node, by node and service. */
  private final Map<Long, Deque<FenzoTask>> held = new HashMap<>();

  private long tasks;

  Fenzo(Workload workload) {
    this.workload = workload;
    this.scheduler =
        new TaskScheduler.Builder()
            .withFitnessCalculator(packer(workload.scenario().dimensions()))
            .withSingleOfferPerVM(true)
            .withLeaseOfferExpirySecs(Integer.MAX_VALUE)
            .withLeaseRejectAction(lease -> {})
            .disableShortfallEvaluation()
            .build();
    List<VirtualMachineLease> leases = new ArrayList<>();
    for (Machine machine : workload.machines()) {
      indices.put(machine.name(), leases.size());
      leases.add(new FenzoLease(machine));
    }
    for (Service service : workload.services()) {
      scalars.add(FenzoTask.scalars(service.demand()));
      running.add(new LinkedHashSet<>());
      constraints.add(workload.scenario().constrained() ? constraints(service) : List.of());
    }
    scheduler.scheduleOnce(List.of(), leases);
  }

  /**
   * Makes Fenzos.
   *
   * @param batch how many tasks each call is given
   * @param mostNodesFilled up to which size it fills clusters
   * @param mostNodesChurned up to which size it is given filled clusters: telling it of a task that
   *     runs already searches all nodes for the name, so that 10,000 nodes take minutes
   */
  record Maker(int batch, int mostNodesFilled, int mostNodesChurned) implements Subject.Maker {
    @Override
    public String name() {
      return "Fenzo 1.0.1";
    }

    @Override
    public int patience() {
      return 3;
    }

    @Override
    public boolean attempts(Scenario scenario) {
      return switch (scenario.kind()) {
        case FILL -> scenario.nodes() <= mostNodesFilled;
        case CHURN -> scenario.nodes() <= mostNodesChurned;
      };
    }

    @Override
    public Subject make(Workload workload) {
      return new Fenzo(workload);
    }
  }

  private static VMTaskFitnessCalculator packer(int dimensions) {
    return dimensions == 2
        ? BinPackingFitnessCalculators.cpuMemBinPacker
        : BinPackingFitnessCalculators.cpuMemNetworkBinPacker;
  }

  private List<ConstraintEvaluator> constraints(Service service) {
    Set<String> siblings = running.get(service.number());
    return List.of(
        new HostAttrValueConstraint("architecture", task -> service.architecture()),
        new UniqueHostAttrConstraint(task -> siblings),
        new BalancedHostAttrConstraint(task -> siblings, "zone", Workload.ZONES.size()));
  }

  @Override
  public boolean hasThreads() {
    return true;
  }

  @Override
  public void put(int node, int service) {
    took(node, task(service));
  }

  @Override
  public int place(int service) {
    int[] node = new int[1];
    place(new int[] {service}, 0, 1, node);
    return node[0];
  }

  @Override
  public void place(int[] services, int first, int count, int[] nodes) {
    List<FenzoTask> requests = new ArrayList<>(count);
    for (int i = first; i < first + count; i++) {
      FenzoTask task = task(services[i]);
      requests.add(task);
      task.stands(i);
      nodes[i] = NOWHERE;
      // Its siblings of the same batch have to see it.
      running.get(services[i]).add(task.getId());
    }
    SchedulingResult result = scheduler.scheduleOnce(requests, List.of());
    if (!result.getExceptions().isEmpty()) {
      throw new IllegalStateException("Fenzo failed", result.getExceptions().getFirst());
    }
    for (VMAssignmentResult machine : result.getResultMap().values()) {
      int node = indices.getOrDefault(machine.getHostname(), NOWHERE);
      for (TaskAssignmentResult assigned : machine.getTasksAssigned()) {
        nodes[((FenzoTask) assigned.getRequest()).position()] = node;
      }
    }
    for (int i = 0; i < count; i++) {
      FenzoTask task = requests.get(i);
      if (nodes[first + i] == NOWHERE) {
        running.get(task.service().number()).remove(task.getId());
      } else {
        took(nodes[first + i], task);
      }
    }
  }

  @Override
  public void release(int node, int service) {
    Deque<FenzoTask> there = held.get(key(node, service));
    if (there == null || there.isEmpty()) {
      throw new IllegalStateException(
          "no task of service %d runs on node %d".formatted(service, node));
    }
    FenzoTask task = there.removeLast();
    running.get(service).remove(task.getId());
    scheduler.getTaskUnAssigner().call(task.getId(), workload.machines().get(node).name());
  }

  @Override
  public void close() {
    scheduler.shutdown();
  }

  private FenzoTask task(int service) {
    return new FenzoTask(
        "task-" + tasks++,
        workload.services().get(service),
        scalars.get(service),
        constraints.get(service));
  }

  private void took(int node, FenzoTask task) {
    int service = task.service().number();
    scheduler.getTaskAssigner().call(task, workload.machines().get(node).name());
    running.get(service).add(task.getId());
    held.computeIfAbsent(key(node, service), key -> new ArrayDeque<>()).addLast(task);
  }

  private static long key(int node, int service) {
    return (long) node << 32 | service;
  }
}
