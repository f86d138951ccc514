package dev.berth.benchmarks.openb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.berth.placement.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading traces and published curves, and the experiment on a cluster one can count by hand. */
class OpenbTraceTest {
  private static final String NODES =
      """
      sn,cpu_milli,memory_mib,gpu,model
      node-1,32000,131072,2,T4
      node-2,32000,131072,2,T4
      node-3,32000,131072,0,
      """;
  private static final String PODS =
      """
      name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos
      pod-1,1000,1024,1,500,,LS
      pod-2,1000,1024,1,500,,LS
      pod-3,1000,1024,1,1000,T4|V100,LS
      pod-4,1000,1024,0,0,,LS
      """;

  @TempDir Path folder;

  @Test
  void readsNodesAndPodsByTheNamesOfTheirColumns() throws IOException {
    OpenbTrace trace = trace();
    assertThat(trace.machines()).hasSize(3);
    assertThat(trace.gpuNodesOnly().machines()).hasSize(2);
    assertThat(trace.gpuCapacity()).isEqualTo(4_000);
    assertThat(trace.shapes()).hasSize(3);
  }

  @Test
  void theSameSeedMakesTheSameArrivals() throws IOException {
    OpenbTrace trace = trace();
    assertThat(trace.arrivals(1, 1.3)).isEqualTo(trace.arrivals(1, 1.3));
  }

  @Test
  void smallPodsFillAllGpus() throws IOException {
    assertThat(OpenbExperiment.allocated(trace().gpuNodesOnly(), Policies.bestFit(), 1, 100))
        .isCloseTo(100, within(13.0));
  }

  @Test
  void thePublishedValuesAreThoseAtFullDemand() throws IOException {
    Files.writeString(
        folder.resolve(Published.FILE),
        """
        workload,sc_policy,seed,99,100
        openb_pod_list_default,06-FGD,42,94.0,95.0
        openb_pod_list_default,06-FGD,43,94.0,96.0
        openb_pod_list_cpu300,06-FGD,42,80.0,85.0
        """);
    assertThat(Published.read(folder).of("default")).containsOnlyKeys("FGD");
    assertThat(Published.read(folder).of("default").get("FGD").mean()).isEqualTo(95.5);
    assertThat(Published.read(folder).of("made-up")).isEmpty();
  }

  @Test
  void aColumnThatLacksIsNamed() throws IOException {
    Files.writeString(folder.resolve("nodes.csv"), "sn,cpu_milli\nnode-1,1000\n");
    Files.writeString(folder.resolve("pods.csv"), PODS);
    assertThatThrownBy(
            () -> OpenbTrace.read(folder.resolve("nodes.csv"), folder.resolve("pods.csv")))
        .hasMessageContaining("a row has no column 'memory_mib', only [sn, cpu_milli]");
  }

  private OpenbTrace trace() throws IOException {
    Files.writeString(folder.resolve("nodes.csv"), NODES);
    Files.writeString(folder.resolve("pods.csv"), PODS);
    return OpenbTrace.read(folder.resolve("nodes.csv"), folder.resolve("pods.csv"));
  }
}
