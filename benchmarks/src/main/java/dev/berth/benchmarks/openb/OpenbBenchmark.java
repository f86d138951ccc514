package dev.berth.benchmarks.openb;

import dev.berth.benchmarks.Benchmark;
import dev.berth.benchmarks.Settings;
import dev.berth.benchmarks.report.Axis;
import dev.berth.benchmarks.report.Figure;
import dev.berth.benchmarks.report.Machine;
import dev.berth.benchmarks.report.Panel;
import dev.berth.benchmarks.report.Progress;
import dev.berth.benchmarks.report.Report;
import dev.berth.benchmarks.report.Rounds;
import dev.berth.benchmarks.report.Table;
import dev.berth.placement.Policy;
import dev.berth.placement.policy.Policies;
import dev.berth.placement.policy.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * GPU allocated % when as much was asked for as there is: Berth's policies, and beside them what
 * "Beware of Fragmentation" (USENIX ATC 2023) published.
 */
public final class OpenbBenchmark implements Benchmark {
  private static final String NODES = "openb_node_list_all_node.csv";
  private static final String UNIT = "% of all GPUs";
  private static final int SEEDS = 10;
  private static final int QUICK_SEEDS = 3;
  private static final int FULL = 100;

  /**
   * Starts it.
   *
   * @param arguments none are needed
   */
  public static void main(String[] arguments) {
    Benchmark.launch(new OpenbBenchmark());
  }

  @Override
  public String name() {
    return "openb";
  }

  @Override
  public void run(Settings settings, Report report) {
    List<String> lists =
        List.of(
            settings
                .text("lists")
                .orElse(settings.quick() ? "default" : "default,cpu300,gpuspec33")
                .split(",", -1));
    Path directory =
        settings.directory(
            "openb.dir",
            Stream.concat(
                    Stream.of(NODES, Published.FILE), lists.stream().map(OpenbBenchmark::file))
                .toList());
    int seeds = settings.positive("seeds", settings.quick() ? QUICK_SEEDS : SEEDS);
    Published published = Published.read(directory);
    List<Panel> panels = new ArrayList<>();
    // One more for each list: reading it and learning its workload.
    try (Progress progress = Progress.of("openb", (long) lists.size() * (6L * seeds + 1))) {
      for (String list : lists) {
        progress.doing(list);
        OpenbTrace trace =
            OpenbTrace.read(directory.resolve(NODES), directory.resolve(file(list))).gpuNodesOnly();
        List<Policy> policies = policies(trace);
        progress.step();
        List<Panel.Bar> bars = new ArrayList<>();
        for (Policy policy : policies) {
          Rounds allocated = new Rounds();
          for (int seed = 0; seed < seeds; seed++) {
            allocated.add(OpenbExperiment.allocated(trace, policy, settings.seed() + seed, FULL));
            progress.step();
          }
          bars.add(tell(report, list, "Berth, " + policy.name(), "Berth", allocated));
        }
        published
            .of(list)
            .forEach((policy, seen) -> bars.add(tell(report, list, policy, "published", seen)));
        panels.add(panel(list, bars));
      }
    }
    report.print(Table.of(report.measurements()));
    report.write(
        new Figure(
            "GPUs allocated when as much was asked for as there is",
            "openb traces, nodes with GPUs; mean of %d seeds from %d on, published: mean of 10"
                .formatted(seeds, settings.seed()),
            Machine.describe(),
            panels));
  }

  private static String file(String list) {
    return "openb_pod_list_" + list + ".csv";
  }

  private static List<Policy> policies(OpenbTrace trace) {
    // As in the paper, memory counts in the filter only, not in the sums of these policies.
    Weights gpusAndCpu = Weights.of(1, 1);
    return List.of(
        Policies.worstFit(gpusAndCpu),
        Policies.dotProduct(gpusAndCpu),
        Policies.bestFit(gpusAndCpu),
        Policies.firstFit(),
        Policies.fragmentationGradient(trace.workloadWithoutMemory()),
        Policies.residualWorth(trace.workload()));
  }

  private static Panel.Bar tell(
      Report report, String list, String name, String series, Rounds allocated) {
    String caseName = list + ", " + name + (series.equals("published") ? " (published)" : "");
    report.add(caseName, "GPU allocated", allocated.mean(), UNIT);
    report.add(caseName, "GPU allocated min", allocated.min(), UNIT);
    report.add(caseName, "GPU allocated max", allocated.max(), UNIT);
    report.add(caseName, "seeds", allocated.count(), "runs");
    return new Panel.Bar(name, series, allocated.mean());
  }

  /** The best on top; the axis begins below the least value, because all are close together. */
  private static Panel panel(String list, List<Panel.Bar> bars) {
    double least = bars.stream().mapToDouble(Panel.Bar::value).min().orElse(0);
    double begin = Math.floor(least - 2);
    return new Panel.Bars(
        "List of pods: " + list,
        Axis.linear("GPU allocated, %% (from %.0f on)".formatted(begin), begin, FULL),
        bars.stream().sorted(Comparator.comparingDouble((Panel.Bar bar) -> -bar.value())).toList());
  }
}
