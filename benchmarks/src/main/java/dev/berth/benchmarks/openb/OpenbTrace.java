package dev.berth.benchmarks.openb;

import dev.berth.placement.policy.DemandShape;
import dev.berth.placement.policy.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A trace of Alibaba's GPU cluster (openb, cluster-trace-gpu-v2023) and how the experiment of
 * "Beware of Fragmentation" (USENIX ATC 2023) makes arrivals of it.
 *
 * <p>The pods arrive in random order, followed by pods drawn at random from the trace until the
 * GPUs asked for reach a ratio of what the cluster has (1.3 in the paper). Nothing ever leaves. The
 * paper leaves out the nodes without GPUs and puts the others in random order, which matters
 * because among equal nodes the first one wins.
 */
final class OpenbTrace {
  /** A node: CPU in thousandths, memory in MiB, GPU devices and their model. */
  record Machine(String name, long cpu, long memory, int gpus, String model) {}

  private final List<Machine> machines;
  private final List<DemandShape> shapes;
  private final int[] pods;
  private final long gpuCapacity;

  private OpenbTrace(List<Machine> machines, List<DemandShape> shapes, int[] pods) {
    this.machines = List.copyOf(machines);
    this.shapes = List.copyOf(shapes);
    this.pods = pods;
    long gpus = 0;
    for (Machine machine : machines) {
      gpus += 1_000L * machine.gpus();
    }
    this.gpuCapacity = gpus;
  }

  /** Reads a node list and a pod list; columns are found by their names. */
  static OpenbTrace read(Path nodeList, Path podList) {
    List<Machine> machines = new ArrayList<>();
    for (Map<String, String> row : Csv.rows(nodeList)) {
      machines.add(
          new Machine(
              Csv.text(row, "sn"),
              Csv.number(row, "cpu_milli"),
              Csv.number(row, "memory_mib"),
              Math.toIntExact(Csv.number(row, "gpu")),
              Csv.text(row, "model")));
    }
    machines.sort(Comparator.comparing(Machine::name));
    List<Map<String, String>> rows = new ArrayList<>(Csv.rows(podList));
    rows.sort(Comparator.comparing(row -> Csv.text(row, "name")));
    List<DemandShape> shapes = new ArrayList<>();
    int[] pods = new int[rows.size()];
    for (int pod = 0; pod < pods.length; pod++) {
      DemandShape shape = shape(rows.get(pod));
      int known = shapes.indexOf(shape);
      if (known < 0) {
        known = shapes.size();
        shapes.add(shape);
      }
      pods[pod] = known;
    }
    return new OpenbTrace(machines, shapes, pods);
  }

  private static DemandShape shape(Map<String, String> row) {
    DemandShape shape = DemandShape.of(Csv.number(row, "cpu_milli"), Csv.number(row, "memory_mib"));
    int gpus = Math.toIntExact(Csv.number(row, "num_gpu"));
    if (gpus == 0) {
      return shape;
    }
    int share = Math.toIntExact(Csv.number(row, "gpu_milli"));
    shape = gpus == 1 && share < 1_000 ? shape.withGpuShare(share) : shape.withGpus(gpus);
    // Some lists have no such column, and some rows name a model twice.
    Set<String> models = Set.copyOf(Arrays.asList(row.getOrDefault("gpu_spec", "").split("\\|")));
    return models.equals(Set.of("")) ? shape : shape.onModels(models.toArray(new String[0]));
  }

  /** The same trace without the nodes that have no GPU, as in the paper. */
  OpenbTrace gpuNodesOnly() {
    return new OpenbTrace(
        machines.stream().filter(machine -> machine.gpus() > 0).toList(), shapes, pods);
  }

  /** The nodes, by name. */
  List<Machine> machines() {
    return machines;
  }

  /** The nodes in the random order of a seed. */
  List<Machine> machines(long seed) {
    int[] order = new int[machines.size()];
    Arrays.setAll(order, index -> index);
    // Another stream than that of the arrivals, so that the two have nothing in common.
    shuffle(order, new SplittableRandom(31 * seed + 7));
    List<Machine> shuffled = new ArrayList<>(order.length);
    for (int index : order) {
      shuffled.add(machines.get(index));
    }
    return shuffled;
  }

  /** The distinct shapes of the pods. */
  List<DemandShape> shapes() {
    return shapes;
  }

  /** All GPUs of all nodes, in thousandths of a device. */
  long gpuCapacity() {
    return gpuCapacity;
  }

  /**
   * Indices into {@link #shapes}, in the order of arrival.
   *
   * @param ratio of the GPUs asked for to {@link #gpuCapacity} at which arrivals end
   */
  int[] arrivals(long seed, double ratio) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] arrivals = pods.clone();
    shuffle(arrivals, random);
    int count = arrivals.length;
    long asked = 0;
    for (int shape : arrivals) {
      asked += gpu(shape);
    }
    while (asked <= ratio * gpuCapacity) {
      if (count == arrivals.length) {
        arrivals = Arrays.copyOf(arrivals, 2 * count);
      }
      int shape = pods[random.nextInt(pods.length)];
      arrivals[count++] = shape;
      asked += gpu(shape);
    }
    return Arrays.copyOf(arrivals, count);
  }

  /** What a shape takes of GPUs, in thousandths of a device. */
  long gpu(int shape) {
    DemandShape demand = shapes.get(shape);
    return 1_000L * demand.wholeGpus() + demand.gpuShare();
  }

  /** The distribution of the trace's pods, as the paper's policy is given it. */
  Workload workload() {
    Workload.Builder workload = Workload.builder();
    for (Machine machine : machines) {
      if (machine.gpus() > 0) {
        workload.devices(machine.model(), machine.gpus());
      }
    }
    for (int shape : pods) {
      workload.count(shapes.get(shape));
    }
    return workload.build();
  }

  /**
   * The same without memory, which the paper's policy does not look at: shapes that differ in
   * memory only count as one, and that changes which of them are popular.
   */
  Workload workloadWithoutMemory() {
    Workload.Builder workload = Workload.builder();
    for (int pod : pods) {
      DemandShape shape = shapes.get(pod);
      workload.count(
          new DemandShape(
              List.of(shape.amounts().get(0)),
              shape.wholeGpus(),
              shape.gpuShare(),
              shape.models()));
    }
    return workload.build();
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int last = values.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
  }
}
