package dev.berth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** What can be read on a chart. */
class FigureTest {
  private static final Panel LINES =
      new Panel.Lines(
          "Churn",
          Axis.logarithmic("nodes", 100, 10_000),
          Axis.logarithmic("placements per second", 1_000, 3_000_000),
          List.of(
              new Panel.Line("Berth", List.of(point(100, 2_500_000), point(10_000, 1_500_000))),
              new Panel.Line("Fenzo", List.of(point(100, 5_000)))));
  private static final Panel BARS =
      new Panel.Bars(
          "Packing",
          Axis.linear("bins / optimum", 1, 1.2),
          List.of(
              new Panel.Bar("batch mode", "Berth", 1.061),
              new Panel.Bar("first <fit>", "baseline", 1.185)));

  @Test
  void hasTitleAxesValuesAndLegend() {
    assertThat(figure(LINES, BARS).toSvg())
        .contains("Who places more?", "seed 1", "a machine")
        .contains("Churn", "nodes", "placements per second", "100", "10k", "1M")
        .contains(">2.5M<", ">1.5M<", ">5k<")
        .contains("Packing", "bins / optimum", "batch mode", ">1.061<", ">1.185<")
        .contains(">Berth<", ">Fenzo<", ">baseline<");
  }

  @Test
  void isXmlWhateverTheNamesAre() {
    assertThatCode(() ->
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(figure(BARS).toSvg()))))
        .doesNotThrowAnyException();
  }

  @Test
  void aSeriesHasItsColourInAllPanels() {
    assertThat(figure(LINES, BARS).series()).containsExactly("Berth", "Fenzo", "baseline");
    assertThat(new Palette(List.of("Berth", "Fenzo")).colour("Berth"))
        .isEqualTo(new Palette(List.of("Berth", "baseline")).colour("Berth"));
  }

  @Test
  void oneSizeAloneCanBeShown() {
    Panel single =
        new Panel.Lines(
            "Churn",
            Axis.logarithmic("nodes", 10_000, 10_000),
            Axis.logarithmic("placements per second", 5, 5),
            List.of(new Panel.Line("Berth", List.of(point(10_000, 5)))));
    assertThat(figure(single).toSvg()).contains(">5<").doesNotContain("NaN");
  }

  @Test
  void ticksAreRoundNumbers() {
    assertThat(Axis.linear("ratio", 1, 1.2).ticks()).containsExactly(1.0, 1.05, 1.1, 1.15, 1.2);
    assertThat(Axis.linear("%", 86, 96).ticks())
        .containsExactly(86.0, 88.0, 90.0, 92.0, 94.0, 96.0);
    assertThat(Axis.logarithmic("nodes", 300, 20_000).ticks())
        .containsExactly(100.0, 1_000.0, 10_000.0, 100_000.0);
  }

  @Test
  void numbersAreBriefOrFull() {
    assertThat(List.of(0.0, 0.05, 1.067, 99.99, 1_000.0, 12_345.0, 999_999.0, 2_500_000.0))
        .map(Numbers::brief)
        .containsExactly("0", "0.05", "1.07", "100", "1k", "12.3k", "1M", "2.5M");
    assertThat(List.of(0.0, 1.0674, 12.347, 1_234_567.0, 1_234.6))
        .map(Numbers::full)
        .containsExactly("0", "1.067", "12.35", "1,234,567", "1,235");
  }

  private static Figure figure(Panel... panels) {
    return new Figure("Who places more?", "seed 1", "a machine", List.of(panels));
  }

  private static Panel.Point point(double x, double y) {
    return new Panel.Point(x, y, y * 0.9, y * 1.1);
  }
}
