package dev.berth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shape of what a benchmark leaves behind. */
class ReportTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void theJsonIsAnArrayOfCaseMetricValueAndUnit() throws IOException {
    Report report = report();
    report.add("churn, 2 dimensions", "throughput", 1_500_000.5, "placements/s");
    report.writeJson();

    JsonNode json = new ObjectMapper().readTree(folder.resolve("made.json").toFile());
    assertThat(json.isArray()).isTrue();
    assertThat(json).hasSize(1);
    List<String> fields = new ArrayList<>();
    json.get(0).fieldNames().forEachRemaining(fields::add);
    assertThat(fields).containsExactly("case", "metric", "value", "unit");
    assertThat(json.get(0).get("case").asText()).isEqualTo("churn, 2 dimensions");
    assertThat(json.get(0).get("value").isNumber()).isTrue();
    assertThat(json.get(0).get("value").asDouble()).isEqualTo(1_500_000.5);
  }

  @Test
  void oneMeasurementStandsOnOneLine() throws IOException {
    Report report = report();
    report.add("a", "time", 1, "s");
    report.add("b", "time", 2, "s");
    report.writeJson();
    assertThat(Files.readAllLines(folder.resolve("made.json")))
        .hasSize(4)
        .filteredOn(line -> line.contains("\"case\""))
        .hasSize(2);
  }

  @Test
  void roundsBecomeMedianLeastAndGreatest() {
    Rounds rounds = new Rounds();
    rounds.add(3);
    rounds.add(1);
    rounds.add(2);
    Report report = report();
    report.add("a", "time", rounds, "s");
    assertThat(report.measurements())
        .containsExactly(
            new Measurement("a", "time", 2, "s"),
            new Measurement("a", "time min", 1, "s"),
            new Measurement("a", "time max", 3, "s"));
  }

  @Test
  void aFigureThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> report().add("a", "time", Double.NaN, "s"))
        .hasMessage("time of 'a' must be finite, is NaN");
  }

  @Test
  void saysWhereTheFilesAre() {
    Report report = report();
    report.add("a", "time", 1, "s");
    report.write(
        new Figure(
            "A",
            "",
            "",
            List.of(
                new Panel.Bars(
                    "B", Axis.linear("s", 0, 1), List.of(new Panel.Bar("a", "Berth", 1))))));
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("written: " + folder.resolve("made.json"))
        .contains("written: " + folder.resolve("made.svg"));
  }

  @Test
  void theTableHasOneRowPerCaseAndOneColumnPerMetric() {
    Table table =
        Table.of(
            List.of(
                new Measurement("a", "time", 1.5, "s"),
                new Measurement("a", "size", 1_234, "B"),
                new Measurement("b", "size", 12, "B")));
    assertThat(table.toString().lines())
        .containsExactly(
            "| case | time [s] | size [B] |",
            "|------|----------|----------|",
            "| a    |    1.500 |    1,234 |",
            "| b    |          |       12 |");
  }

  private Report report() {
    return new Report("made", folder, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }
}
