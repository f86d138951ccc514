package dev.berth.benchmarks.placement;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hot path under JMH: release a random task of a cluster that is 85 % full, place a new one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class HotPath {
  /** How many dimensions count. */
  @Param({"2", "3", "6"})
  public int dimensions;

  /** How many nodes there are. */
  @Param("10000")
  public int nodes;

  /** Who places. */
  @Param({"Berth", "linear scan"})
  public String subject = "";

  private @Nullable Churn churn;

  /** Fills the cluster. */
  @Setup
  public void fill() {
    Scenario scenario = new Scenario(Scenario.Kind.CHURN, nodes, dimensions, false);
    churn = new Churn(new Workload(scenario, 1), new Contender(Subjects.named(subject), 1));
  }

  /** Lets go of what the subject holds. */
  @TearDown
  public void close() {
    if (churn != null) {
      churn.close();
    }
  }

  /** One release and one placement. */
  @Benchmark
  public void releaseAndPlace() {
    if (churn != null) {
      churn.step();
    }
  }
}
