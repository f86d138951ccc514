package dev.berth.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * One figure of a benchmark.
 *
 * @param caseName what was measured, such as {@code "churn, 10000 nodes, 2 dimensions, Berth"}
 * @param metric which quality of it, such as {@code "throughput"}
 * @param value the figure
 * @param unit what the value counts, such as {@code "placements/s"}
 */
@JsonPropertyOrder({"case", "metric", "value", "unit"})
public record Measurement(
    @JsonProperty("case") String caseName, String metric, double value, String unit) {
  /** Refuses what JSON has no number for. */
  public Measurement {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s of '%s' must be finite, is %s".formatted(metric, caseName, value));
    }
  }
}
